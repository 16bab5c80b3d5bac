import { describe, expect, it } from "vitest";
import { nodeIdOf } from "#core/graph/graph-of.ts";
import { fromEdgeChanges, fromNodeChanges } from "./from-changes.ts";

const idle = { selection: new Set<never>(), drag: null, resize: null, isBoxSelecting: false };
const a = nodeIdOf("a");
const nowhere = () => undefined;

describe("from-changes", () => {
  it("a drag under way changes the session and writes nothing", () => {
    const { patch, resized } = fromNodeChanges(
      [{ type: "position", id: a, position: { x: 8, y: 16 }, dragging: true }],
      idle,
      nowhere,
    );
    expect(patch?.drag?.get(a)).toEqual({ x: 8, y: 16 });
    expect(resized).toBeNull();
  });

  it("selecting keeps what is selected already", () => {
    const b = nodeIdOf("b");
    const { patch } = fromNodeChanges(
      [{ type: "select", id: b, selected: true }],
      { ...idle, selection: new Set([a]) },
      nowhere,
    );
    expect([...(patch?.selection ?? [])]).toEqual([a, b]);
  });

  it("a change that changes nothing gives no patch", () => {
    expect(fromNodeChanges([{ type: "select", id: a, selected: false }], idle, nowhere).patch).toBeNull();
    expect(fromEdgeChanges([{ type: "select", id: "x", selected: false }], idle).patch).toBeNull();
  });

  it("a box takes no edges", () => {
    const changes = [{ type: "select", id: "n_a000.out>n_b000.in", selected: true } as const];
    expect(fromEdgeChanges(changes, idle).patch?.selection?.size).toBe(1);
    expect(fromEdgeChanges(changes, { ...idle, isBoxSelecting: true }).patch).toBeNull();
  });

  it("the end of a resize tells place and size once", () => {
    const under = fromNodeChanges(
      [{ type: "dimensions", id: a, resizing: true, dimensions: { width: 400.4, height: 200 } }],
      idle,
      () => ({ x: 4, y: 4 }),
    );
    expect(under.resized).toBeNull();
    const resize = under.patch?.resize ?? null;
    const ended = fromNodeChanges([{ type: "dimensions", id: a, resizing: false }], { ...idle, resize }, nowhere);
    expect(ended.patch?.resize).toBeNull();
    expect(ended.resized).toEqual({ id: a, at: { x: 4, y: 4 }, size: { w: 400, h: 200 } });
  });
});
