import { describe, expect, it } from "vitest";
import { nodeIdOf } from "#core/graph/graph-of.ts";
import { emptyView } from "#core/schedule/fold-run.ts";
import type { NodeView, RunView } from "#core/schedule/run-view.ts";
import { rollUp } from "./roll-up.ts";

const inside = ["sort", "limit", "filter"].map(nodeIdOf);

function viewOf(nodes: Readonly<Record<string, Partial<NodeView>>>): RunView {
  const view = emptyView({ format: 1, nodes: [], edges: [] });
  return { ...view, nodes: new Map(Object.entries(nodes).map(([key, view]) => [nodeIdOf(key), view as NodeView])) };
}

describe("a run in a folded box", () => {
  it("counts the steps that run, wait and failed, and how many have ended", () => {
    const view = viewOf({ sort: { status: "succeeded" }, limit: { status: "failed" }, filter: { status: "waiting" } });
    expect(rollUp(view, nodeIdOf("each"), inside)).toEqual({ running: 0, waiting: 1, failed: 1, done: 2, total: 3 });
  });

  it("shows the box's own progress when it has one, with no end when nobody knows it", () => {
    const items = viewOf({
      each: { status: "running", progress: { done: 3, total: 10 } },
      sort: { status: "running" },
    });
    expect(rollUp(items, nodeIdOf("each"), inside)).toMatchObject({ running: 1, done: 3, total: 10 });
    const rounds = viewOf({ each: { status: "running", progress: { done: 3, total: null } } });
    expect(rollUp(rounds, nodeIdOf("each"), inside)).toMatchObject({ done: 3, total: null });
  });
});
