import { describe, expect, it } from "vitest";
import { newNode } from "#components/editor/new-node.ts";
import { emptyGraph } from "#core/document/empty-graph.ts";
import { graphOf, nodeIdOf } from "#core/graph/graph-of.ts";
import { nodeDefinitions, nodeRegistry } from "#core/nodes/registry.ts";
import { absolutePositions, cardOf } from "./card-geometry.ts";

describe("cards", () => {
  it.each(nodeDefinitions.map((definition) => [definition.type, definition] as const))(
    "%s has all its ports inside its height, each at a place of its own",
    (_type, definition) => {
      const node = newNode({ definition, graph: emptyGraph, place: { x: 0, y: 0 }, parent: null });
      const card = cardOf(node, nodeRegistry);
      const places = card.ports.map((port) => `${port.x} ${port.y}`);
      expect(new Set(places).size).toBe(places.length);
      for (const port of card.ports) expect(port.y).toBeLessThan(card.h);
    },
  );

  it("an unknown type is drawn with one port a side and says so", () => {
    const [node] = graphOf("mystery", { nodes: { mystery: { type: "gone" } } }).nodes;
    const card = cardOf(node as NonNullable<typeof node>, nodeRegistry);
    expect(card.ports.map((port) => port.name)).toEqual(["in", "out"]);
    expect(card.caption).toContain("gone");
  });

  it("absolute places add up through containers and survive a circle of parents", () => {
    const nested = graphOf("each{ each_2{ sort } }", {
      types: nodeRegistry,
      nodes: { each: { x: 100, y: 10 }, each_2: { x: 20, y: 2 }, sort: { x: 3, y: 1 } },
    });
    expect(absolutePositions(nested.nodes).get(nodeIdOf("sort"))).toEqual({ x: 123, y: 13 });
    const circle = nested.nodes.map((node) => (node.key === "each" ? { ...node, parent: nodeIdOf("sort") } : node));
    expect(absolutePositions(circle).size).toBe(3);
  });
});
