import { describe, expect, it } from "vitest";
import { graphOf, nodeIdOf } from "../graph/graph-of.ts";
import { applyCommand } from "./apply-command.ts";
import { createDocument } from "./document.ts";
import { readGraph } from "./read-graph.ts";

describe("applyCommand", () => {
  it("keeps a graph as it was written", () => {
    const graph = graphOf("trigger > a > b, each{ c > d }", {
      nodes: { a: { config: { url: { $template: ["https://", { $expr: "input.host" }] }, n: 1 } } },
    });
    const read = readGraph(createDocument(graph));
    expect(new Set(read.nodes)).toEqual(new Set(graph.nodes));
    expect(new Set(read.edges)).toEqual(new Set(graph.edges));
  });

  it("renaming a step gives it a new key and rewrites the formulas that read it", () => {
    const doc = createDocument(
      graphOf("trigger > a > b", {
        nodes: { b: { config: { t: { $template: ["x ", { $expr: "steps.a.name" }] }, v: [{ $expr: "steps.a" }] } } },
      }),
    );
    applyCommand(doc, { type: "node.rename", id: nodeIdOf("a"), title: "Fetch orders" });
    const { nodes } = readGraph(doc);
    expect(nodes.map((node) => node.key)).toEqual(["fetch_orders", "b", "trigger"]);
    expect(nodes[1]?.config).toEqual({
      t: { $template: ["x ", { $expr: "steps.fetch_orders.name" }] },
      v: [{ $expr: "steps.fetch_orders" }],
    });
  });
});
