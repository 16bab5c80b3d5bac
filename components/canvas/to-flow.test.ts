import { describe, expect, it } from "vitest";
import type { SessionState } from "#components/editor/session-store.ts";
import type { Graph } from "#core/graph/graph.ts";
import { graphOf, nodeIdOf } from "#core/graph/graph-of.ts";
import { nodeRegistry } from "#core/nodes/registry.ts";
import { createFlowProjection, type FlowInput } from "./to-flow.ts";

const idle: Pick<SessionState, "selection" | "drag" | "resize" | "ghost" | "collapsed"> = {
  selection: new Set(),
  drag: null,
  resize: null,
  ghost: null,
  collapsed: new Set(),
};

function inputOf(graph: Graph, session: Partial<typeof idle> = {}): FlowInput {
  return { ...idle, ...session, graph, registry: nodeRegistry };
}

// manual ─ set_fields ─ if ─true─ each{ filter }
const drawing = graphOf("manual > set_fields > if, if.true > each, each{ filter }", { types: nodeRegistry });

describe("to-flow", () => {
  it("answers the same lists when nothing changed", () => {
    const projection = createFlowProjection();
    const input = inputOf(drawing);
    expect(projection.nodes(input)).toBe(projection.nodes({ ...input }));
    expect(projection.edges(input)).toBe(projection.edges({ ...input }));
  });

  it("remakes one node when one node is dragged", () => {
    const projection = createFlowProjection();
    const before = projection.nodes(inputOf(drawing));
    const moved = nodeIdOf("set_fields");
    const after = projection.nodes(inputOf(drawing, { drag: new Map([[moved, { x: 5, y: 7 }]]) }));
    const changed = after.filter((node, index) => node !== before[index]);
    expect(changed.map((node) => node.id)).toEqual([moved]);
    expect(changed[0]?.position).toEqual({ x: 5, y: 7 });
  });

  it("keeps a node's data when only its place changed, so that its card is not drawn anew", () => {
    const projection = createFlowProjection();
    const id = nodeIdOf("set_fields");
    const find = (input: FlowInput) => projection.nodes(input).find((node) => node.id === id);
    const before = find(inputOf(drawing));
    const after = find(inputOf(drawing, { drag: new Map([[id, { x: 1, y: 1 }]]) }));
    expect(after?.data).toBe(before?.data);
  });

  it("puts a container before what it holds, whatever the order of the drawing", () => {
    const reversed = { ...drawing, nodes: drawing.nodes.toReversed() };
    const ids = createFlowProjection()
      .nodes(inputOf(reversed))
      .map((node) => node.id);
    expect(ids.indexOf(nodeIdOf("each"))).toBeLessThan(ids.indexOf(nodeIdOf("filter")));
  });

  it("gives every node a size and its ports, so that nothing is measured", () => {
    for (const node of createFlowProjection().nodes(inputOf(drawing))) {
      expect(node.measured?.width).toBeGreaterThan(0);
      expect(node.measured?.height).toBeGreaterThan(0);
      expect(node.handles?.length).toBeGreaterThan(0);
    }
  });

  it("draws a ghost edge that is not part of the drawing", () => {
    const ghost = { source: nodeIdOf("if"), sourcePort: "false", target: nodeIdOf("filter"), targetPort: "in" };
    const edges = createFlowProjection().edges(inputOf(drawing, { ghost }));
    expect(edges).toHaveLength(drawing.edges.length + 1);
    expect(edges.at(-1)).toMatchObject({ id: "ghost", selectable: false });
  });
});
