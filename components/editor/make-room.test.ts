import { describe, expect, it } from "vitest";
import { drawnCards } from "#components/canvas/drawn-cards.ts";
import { applyCommands } from "#core/document/apply-command.ts";
import { createDocument } from "#core/document/document.ts";
import { readGraph } from "#core/document/read-graph.ts";
import { graphOf, nodeIdOf } from "#core/graph/graph-of.ts";
import { nodeRegistry } from "#core/nodes/registry.ts";
import { withRoom } from "./make-room.ts";

// each{ sort } with limit right of it, filter below, merge far off; the box is inside of another
const graph = graphOf("each_2{ each{ sort }, limit, filter }, merge, lone", {
  types: nodeRegistry,
  nodes: {
    each_2: { x: 0, y: 0, w: 760, h: 420 },
    each: { x: 32, y: 68, w: 400, h: 180 },
    sort: { x: 32, y: 68 },
    limit: { x: 480, y: 80 },
    filter: { x: 40, y: 280 },
    merge: { x: 800, y: 40 },
    lone: { x: 0, y: 900 },
  },
});

function drawnAfter(x: number, y: number) {
  const doc = createDocument(graph);
  const into = { id: nodeIdOf("lone"), parent: nodeIdOf("each"), x, y };
  applyCommands(doc, withRoom({ graph, registry: nodeRegistry }, [{ type: "node.reparent", moves: [into] }]));
  const { cards, places } = drawnCards(readGraph(doc).nodes, nodeRegistry);
  const rectOf = (key: string) => {
    const { x = 0, y = 0 } = places.get(nodeIdOf(key)) ?? {};
    const { w = 0, h = 0 } = cards.get(nodeIdOf(key)) ?? {};
    return { left: x, top: y, right: x + w, bottom: y + h };
  };
  return rectOf;
}

describe("a box that grows", () => {
  it("pushes what stands right of it, and then what stands right of the box around", () => {
    const rectOf = drawnAfter(400, 68);
    expect(rectOf("each").right).toBeGreaterThan(432);
    expect(rectOf("limit").left).toBeGreaterThan(rectOf("each").right);
    expect(rectOf("each_2").right).toBeGreaterThan(rectOf("limit").right);
    expect(rectOf("merge").left).toBeGreaterThan(rectOf("each_2").right);
    expect(rectOf("filter")).toMatchObject({ left: 40, top: 280 });
  });

  it("pushes what stands below it", () => {
    const rectOf = drawnAfter(32, 200);
    expect(rectOf("filter").top).toBeGreaterThan(rectOf("each").bottom);
    expect(rectOf("limit")).toMatchObject({ left: 480, top: 80 });
  });

  it("moves nothing while there is room", () => {
    const command = {
      type: "node.reparent",
      moves: [{ id: nodeIdOf("lone"), parent: nodeIdOf("each_2"), x: 480, y: 300 }],
    } as const;
    expect(withRoom({ graph, registry: nodeRegistry }, [command])).toEqual([command]);
  });
});
