import { expect, it } from "vitest";
import { graphOf } from "../graph/graph-of.ts";
import { nodeRegistry } from "../nodes/registry.ts";
import { compile } from "./compile.ts";

it("compiles a small drawing", () => {
  const { plan, problems } = compile(
    graphOf("manual > sort > if1, if1.true > set_fields", {
      types: nodeRegistry,
      nodes: { if1: { config: { condition: { $expr: "size(input) > 1" } } } },
    }),
    nodeRegistry,
  );
  expect(problems).toEqual([]);
  expect(plan?.nodes.map((node) => node.key)).toEqual(["manual", "sort", "if1", "set_fields"]);
});
