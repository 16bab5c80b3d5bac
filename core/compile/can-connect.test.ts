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

const machine = graphOf("trigger > states, states{ state1 > state2, state3 }, state1{ a > b }", {
  types: tinyRegistry,
});

it.each([
  ["state2.out", "state1.in", null],
  ["state3.out", "state3.in", null],
  ["state1.out", "state3.in", /leads to a state already/],
  ["state1.out", "state2.in", /connected already/],
  ["b.out", "a.in", /wait for one another/],
  ["b.out", "state2.in", /border/],
])("in a state machine from %s to %s", (from, to, reason) => {
  const [source = "", sourcePort = ""] = from.split(".");
  const [target = "", targetPort = ""] = to.split(".");
  const ends = { source: nodeIdOf(source), sourcePort, target: nodeIdOf(target), targetPort };
  const answer = canConnect(machine, tinyRegistry, ends);
  if (reason === null) expect(answer).toEqual({ ok: true });
  else expect(answer).toMatchObject({ ok: false, reason: expect.stringMatching(reason) });
});
