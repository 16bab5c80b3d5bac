import { expect, it } from "vitest";
import { graphOf, nodeIdOf } from "../graph/graph-of.ts";
import { canConnect } from "./can-connect.ts";
import { tinyRegistry } from "./testing/tiny-registry.ts";

const graph = graphOf("trigger > a > b > c, each{ d }, branch", { types: tinyRegistry });

it.each([
  ["a.out", "c.in", null],
  ["a.error", "b.in", null],
  ["branch.true", "a.in", null],
  ["a.out", "b.in", /connected already/],
  ["c.out", "a.in", /wait for one another/],
  ["a.out", "a.in", /itself/],
  ["a.out", "trigger.in", /starts the workflow/],
  ["a.out", "d.in", /border/],
  ["a.what", "c.in", /no such output/],
  ["a.out", "c.in2", /no such input/],
  ["a.out", "gone.in", /is gone/],
])("from %s to %s", (from, to, reason) => {
  const [source = "", sourcePort = ""] = from.split(".");
  const [target = "", targetPort = ""] = to.split(".");
  const answer = canConnect(graph, tinyRegistry, {
    source: nodeIdOf(source),
    sourcePort,
    target: nodeIdOf(target),
    targetPort,
  });
  if (reason === null) expect(answer).toEqual({ ok: true });
  else expect(answer).toMatchObject({ ok: false, reason: expect.stringMatching(reason) });
});
