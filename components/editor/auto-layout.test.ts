import ELK from "elkjs/lib/elk.bundled.js";
import { describe, expect, it } from "vitest";
import { absolutePositions, cardOf } from "#components/canvas/card-geometry.ts";
import { applyCommands } from "#core/document/apply-command.ts";
import { createDocument } from "#core/document/document.ts";
import { readGraph } from "#core/document/read-graph.ts";
import type { Graph } from "#core/graph/graph.ts";
import { graphOf } from "#core/graph/graph-of.ts";
import { nodeRegistry } from "#core/nodes/registry.ts";
import { fromElk, toElk } from "./auto-layout.ts";

async function laidOut(graph: Graph, chosen = graph.nodes): Promise<Graph> {
  const placed = await new ELK().layout(toElk(graph, nodeRegistry, chosen));
  const doc = createDocument(graph);
  applyCommands(doc, fromElk(graph, chosen, placed));
  return readGraph(doc);
}

// manual ─ if ─true─ each{ sort ─ limit } ─ respond
//           └─false─ wait
const drawing = graphOf("manual > if, if.true > each > respond, if.false > wait, each{ sort > limit }", {
  types: nodeRegistry,
  nodes: { manual: { x: 400, y: 800 } },
});

describe("auto-layout", () => {
  it("puts what follows to the right of what it follows", async () => {
    const after = await laidOut(drawing);
    const places = absolutePositions(after.nodes);
    for (const edge of after.edges)
      expect(places.get(edge.source)?.x).toBeLessThan(places.get(edge.target)?.x ?? Number.NEGATIVE_INFINITY);
  });

  it("leaves no two cards of one container on top of each other", async () => {
    const { nodes } = await laidOut(drawing);
    for (const a of nodes) {
      for (const b of nodes) {
        if (a.id >= b.id || a.parent !== b.parent) continue;
        const [one, two] = [cardOf(a, nodeRegistry), cardOf(b, nodeRegistry)];
        const apart = a.x + one.w <= b.x || b.x + two.w <= a.x || a.y + one.h <= b.y || b.y + two.h <= a.y;
        expect(apart, `${a.key} and ${b.key}`).toBe(true);
      }
    }
  });

  it("makes a container as large as what it holds", async () => {
    const { nodes } = await laidOut(drawing);
    const box = nodes.find((node) => node.key === "each");
    for (const node of nodes.filter((each) => each.parent === box?.id)) {
      const card = cardOf(node, nodeRegistry);
      expect(node.x + card.w).toBeLessThan(box?.w ?? 0);
      expect(node.y + card.h).toBeLessThan(box?.h ?? 0);
      expect(node.y).toBeGreaterThanOrEqual(44);
    }
  });

  it("of a selection leaves everything else where it was", async () => {
    const chosen = drawing.nodes.filter((node) => node.key === "sort" || node.key === "limit");
    const after = await laidOut(drawing, chosen);
    for (const node of after.nodes.filter((each) => !chosen.some((one) => one.id === each.id)))
      expect(node).toEqual(drawing.nodes.find((each) => each.id === node.id));
  });
});
