import { describe, expect, it } from "vitest";
import { newTransition } from "#components/canvas/new-transition.ts";
import { compile } from "#core/compile/compile.ts";
import { applyCommands } from "#core/document/apply-command.ts";
import { createDocument } from "#core/document/document.ts";
import { readGraph } from "#core/document/read-graph.ts";
import type { Graph } from "#core/graph/graph.ts";
import { graphOf, nodeIdOf } from "#core/graph/graph-of.ts";
import { nodeRegistry } from "#core/nodes/registry.ts";
import { joinCommands, reasonAgainstJoin } from "./join.ts";

const machine = graphOf("manual > states, states{ open, done }, sort", {
  types: nodeRegistry,
  nodes: { open: { type: "state", config: { initial: true } }, done: { type: "state" } },
});
const drawing = (graph: Graph) => ({ graph, registry: nodeRegistry });
const fresh = (source: string, target: string) => ({
  source: nodeIdOf(source),
  sourcePort: newTransition.name,
  target: nodeIdOf(target),
  targetPort: "in",
});

function joined(graph: Graph, source: string, target: string): Graph {
  const doc = createDocument(graph);
  const result = applyCommands(doc, joinCommands(drawing(graph), fresh(source, target)));
  expect(result).toEqual({ ok: true });
  return readGraph(doc);
}

describe("an edge from the port for new transitions", () => {
  it("gives its state a transition that leads where it was drawn to, and the machine compiles", () => {
    const once = joined(machine, "open", "done");
    const twice = joined(once, "open", "open");
    const edges = twice.edges.filter((edge) => edge.source === nodeIdOf("open"));
    expect(edges.map(({ sourcePort, target }) => [sourcePort, target]).toSorted()).toEqual([
      ["next1", nodeIdOf("done")],
      ["next2", nodeIdOf("open")],
    ]);
    const errors = compile(twice, nodeRegistry).problems.filter((problem) => problem.severity === "error");
    expect(errors).toEqual([]);
  });

  it("goes to states of the same machine only", () => {
    expect(reasonAgainstJoin(drawing(machine), fresh("open", "done"))).toBeNull();
    expect(reasonAgainstJoin(drawing(machine), fresh("open", "open"))).toBeNull();
    expect(reasonAgainstJoin(drawing(machine), fresh("open", "sort"))).toContain("same machine");
  });
});
