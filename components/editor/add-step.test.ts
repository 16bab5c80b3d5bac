import { describe, expect, it } from "vitest";
import { createDocument } from "#core/document/document.ts";
import type { Graph } from "#core/graph/graph.ts";
import { graphOf, nodeIdOf } from "#core/graph/graph-of.ts";
import { nodeRegistry } from "#core/nodes/registry.ts";
import { addStepAt } from "./add-step.ts";
import { createDraftSession } from "./create-session.ts";
import type { PickerRequest } from "./session-store.ts";

// What the browser gives: the frame in which a new card is revealed. Nothing is drawn here.
globalThis.requestAnimationFrame = () => 0;

function add(graph: Graph, type: string, join: PickerRequest["join"], place = { x: 300, y: 0 }): Graph {
  const session = createDraftSession({
    workflowId: null,
    doc: createDocument(graph),
    registry: nodeRegistry,
    awareness: null,
    refuse: (message) => expect.fail(message),
  });
  addStepAt(session, type, { place, join });
  expect(session.store.getState().selection.size).toBe(1);
  expect(session.store.getState().recentTypes).toEqual([type]);
  const after = session.graph.get();
  session.history?.undo();
  expect(session.graph.get().nodes).toHaveLength(graph.nodes.length);
  return after;
}

const drawing = graphOf("manual > sort, each{ limit }", {
  types: nodeRegistry,
  nodes: { each: { x: 600, y: 300, w: 500, h: 240 }, limit: { x: 24, y: 80 }, sort: { x: 300, y: 0 } },
});
const added = (graph: Graph) => graph.nodes.find((node) => !drawing.nodes.some((old) => old.id === node.id));

describe("adding a step", () => {
  it("behind a port joins it and keeps clear of what stands there", () => {
    const after = add(drawing, "filter", { kind: "after", source: { nodeId: nodeIdOf("manual"), port: "out" } });
    const node = added(after);
    expect(after.edges).toHaveLength(2);
    expect(node?.y).toBeGreaterThanOrEqual(60);
  });

  it.each([
    ["a step", "a box", { source: "sort", y: 0 }, "each", 8],
    ["a box", "a step", { source: "each", y: 304 }, "filter", 296],
    ["a box", "a box", { source: "each", y: 304 }, "each", 304],
  ])("behind %s puts %s so that the line is straight", (_from, _to, { source, y }, type, expected) => {
    const ref = { nodeId: nodeIdOf(source), port: "out" };
    const onGrid = {
      ...drawing,
      nodes: drawing.nodes.map((node) => (node.key === "each" ? { ...node, y: 304 } : node)),
    };
    expect(added(add(onGrid, type, { kind: "after", source: ref }, { x: 1_200, y }))?.y).toBe(expected);
  });

  it("into an edge splices it", () => {
    const edge = drawing.edges[0]?.id;
    const after = add(drawing, "filter", { kind: "splice", edge: edge as NonNullable<typeof edge> });
    expect(after.edges.map((each) => each.id)).not.toContain(edge);
    expect(after.edges).toHaveLength(2);
  });

  it("over a container goes inside it", () => {
    const node = added(add(drawing, "filter", { kind: "nothing" }, { x: 720, y: 420 }));
    expect(node).toMatchObject({ parent: nodeIdOf("each"), x: 120, y: 120 });
  });

  it("behind a step of a container stays in that container", () => {
    const after = add(
      drawing,
      "filter",
      { kind: "after", source: { nodeId: nodeIdOf("limit"), port: "out" } },
      { x: 928, y: 380 },
    );
    expect(added(after)?.parent).toBe(nodeIdOf("each"));
  });

  it("gives a title and a key that nothing else has", () => {
    const node = added(
      add(graphOf("sort", { types: nodeRegistry, nodes: { sort: { title: "Sort" } } }), "sort", { kind: "nothing" }),
    );
    expect(node).toMatchObject({ title: "Sort 2", key: "sort_2" });
  });
});
