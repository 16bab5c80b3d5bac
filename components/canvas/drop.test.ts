import { describe, expect, it } from "vitest";
import { applyCommands } from "#core/document/apply-command.ts";
import { createDocument } from "#core/document/document.ts";
import { readGraph } from "#core/document/read-graph.ts";
import type { Graph } from "#core/graph/graph.ts";
import { graphOf, nodeIdOf } from "#core/graph/graph-of.ts";
import type { NodeId } from "#core/id.ts";
import { nodeRegistry } from "#core/nodes/registry.ts";
import { dropCommands, dropMeaning } from "./drop.ts";

function drop(graph: Graph, key: string, at: { x: number; y: number }): Graph {
  const scene = { graph, registry: nodeRegistry, collapsed: new Set<NodeId>() };
  const drag = new Map([[nodeIdOf(key), at]]);
  const doc = createDocument(graph);
  applyCommands(doc, dropCommands(scene, drag, dropMeaning(scene, drag)));
  return readGraph(doc);
}

const edgesOf = (graph: Graph) => graph.edges.map((edge) => edge.id).toSorted();
const idsOf = (drawing: string) => edgesOf(graphOf(drawing, { types: nodeRegistry }));
const find = (graph: Graph, key: string) => graph.nodes.find((node) => node.id === nodeIdOf(key));

// manual ──────────── sort          filter is far away
const pair = graphOf("manual > sort, filter", {
  types: nodeRegistry,
  nodes: { sort: { x: 600, y: 0 }, filter: { x: 0, y: 900 } },
});

describe("dropping a step", () => {
  it("on an edge puts it in the middle", () => {
    const after = drop(pair, "filter", { x: 300, y: 0 });
    expect(edgesOf(after)).toEqual(idsOf("manual > filter > sort"));
    expect(find(after, "filter")).toMatchObject({ x: 300, y: 0 });
  });

  it("beside a port joins it, as the ghost edge said", () => {
    const alone = graphOf("manual, filter", { types: nodeRegistry, nodes: { filter: { x: 0, y: 900 } } });
    expect(edgesOf(drop(alone, "filter", { x: 280, y: 8 }))).toEqual(idsOf("manual > filter"));
  });

  it("with edges of its own only moves it", () => {
    const after = drop(pair, "sort", { x: 616, y: 40 });
    expect(edgesOf(after)).toEqual(edgesOf(pair));
    expect(find(after, "sort")).toMatchObject({ x: 616, y: 40 });
  });

  // manual ─ each{ sort }, filter below
  const boxed = graphOf("manual > each, each{ sort }, filter", {
    types: nodeRegistry,
    nodes: { each: { x: 400, y: 0, w: 600, h: 300 }, sort: { x: 24, y: 80 }, filter: { x: 0, y: 900 } },
  });

  it("into a container makes its place relative to the container", () => {
    const after = drop(boxed, "filter", { x: 720, y: 200 });
    expect(find(after, "filter")).toMatchObject({ parent: nodeIdOf("each"), x: 320, y: 200 });
  });

  it("out of a container makes its place absolute and takes off edges that would cross the border", () => {
    const wired = graphOf("each{ sort > filter }", {
      types: nodeRegistry,
      nodes: { each: { x: 400, y: 0, w: 700, h: 300 }, sort: { x: 24, y: 80 }, filter: { x: 320, y: 80 } },
    });
    const after = drop(wired, "filter", { x: 320, y: 600 });
    expect(find(after, "filter")).toMatchObject({ parent: null, x: 720, y: 600 });
    expect(after.edges).toEqual([]);
  });

  it("never puts a trigger into a container, nor a container into itself", () => {
    expect(find(drop(boxed, "manual", { x: 500, y: 150 }), "manual")?.parent).toBeNull();
    expect(find(drop(boxed, "each", { x: 430, y: 10 }), "each")?.parent).toBeNull();
  });

  it("where it was writes nothing", () => {
    const scene = { graph: pair, registry: nodeRegistry, collapsed: new Set<NodeId>() };
    const drag = new Map([[nodeIdOf("sort"), { x: 600, y: 0 }]]);
    expect(dropCommands(scene, drag, dropMeaning(scene, drag))).toEqual([]);
  });
});
