import { expect, test } from "vitest";
import type { GraphNode } from "#core/graph/graph.ts";
import { graphOf, type NodeSketch } from "#core/graph/graph-of.ts";
import { needsInput, sampleInput } from "./run-input.ts";

function manual(sketch: NodeSketch): GraphNode {
  return graphOf("start", { nodes: { start: { type: "manual", ...sketch } } }).nodes[0] as GraphNode;
}

test("a test run that asks nothing begins with the trigger's pinned output", () => {
  const trigger = manual({ pinned: { order: 7 } });
  expect(needsInput(trigger)).toBe(false);
  expect(sampleInput(trigger)).toEqual({ order: 7 });
  expect(sampleInput(manual({ pinned: null, config: { sample: {} } }))).toBeNull();
});

test("without a pin it begins with the sample, or with nothing", () => {
  expect(sampleInput(manual({ config: { sample: { order: 1 } } }))).toEqual({ order: 1 });
  expect(sampleInput(manual({}))).toEqual({});
});
