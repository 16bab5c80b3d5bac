import { describe, expect, it } from "vitest";
import type { GraphEdge } from "#core/graph/graph.ts";
import { graphOf, nodeIdOf } from "#core/graph/graph-of.ts";
import { nodeRegistry } from "#core/nodes/registry.ts";
import { besideEdge, edgeBeside, edgeTitle, onlyEdge } from "./walk-edges.ts";

const graph = graphOf("manual > if, if.true > sort, if.false > limit, manual > sort", { types: nodeRegistry });
const scene = { graph, registry: nodeRegistry };

function edgeFrom(source: string, target: string): GraphEdge {
  const found = graph.edges.find((each) => each.source === nodeIdOf(source) && each.target === nodeIdOf(target));
  if (!found) throw new Error(`No edge leads from ${source} to ${target}.`);
  return found;
}

describe("walking along edges", () => {
  it("goes from a step to the edge of its topmost port, and on to the step at its end", () => {
    const first = edgeBeside(scene, nodeIdOf("if"), "right");
    expect(first).toBe(edgeFrom("if", "sort").id);
    expect(besideEdge(scene, edgeFrom("if", "sort"), "right")).toBe(nodeIdOf("sort"));
    expect(besideEdge(scene, edgeFrom("if", "sort"), "left")).toBe(nodeIdOf("if"));
    expect(edgeBeside(scene, nodeIdOf("if"), "left")).toBe(edgeFrom("manual", "if").id);
  });

  it("answers nothing where no edge is", () => {
    expect(edgeBeside(scene, nodeIdOf("limit"), "right")).toBeNull();
    expect(edgeBeside(scene, nodeIdOf("manual"), "left")).toBeNull();
  });

  it("goes down to the next edge of the same step and back up", () => {
    const [upper, lower] = [edgeFrom("if", "sort"), edgeFrom("if", "limit")];
    expect(besideEdge(scene, upper, "down")).toBe(lower.id);
    expect(besideEdge(scene, lower, "up")).toBe(upper.id);
    expect(besideEdge(scene, lower, "down")).toBeNull();
  });

  it("reaches every edge that shares an end", () => {
    expect(besideEdge(scene, edgeFrom("if", "sort"), "up")).toBe(edgeFrom("manual", "sort").id);
  });
});

describe("a selected edge", () => {
  it("is the only selected thing", () => {
    const edge = edgeFrom("if", "sort");
    expect(onlyEdge(graph, new Set([edge.id]))).toBe(edge);
    expect(onlyEdge(graph, new Set([edge.id, nodeIdOf("if")]))).toBeNull();
    expect(onlyEdge(graph, new Set([nodeIdOf("if")]))).toBeNull();
  });

  it("is called by its steps, and by the port where a step has several", () => {
    expect(edgeTitle(scene, edgeFrom("manual", "sort"))).toBe("Connection from manual to sort");
    expect(edgeTitle(scene, edgeFrom("if", "limit"))).toMatch(/^Connection from if \(.+\) to limit$/);
  });
});
