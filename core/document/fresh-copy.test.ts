import { expect, it } from "vitest";
import { graphOf, nodeIdOf } from "../graph/graph-of.ts";
import { idOf } from "../id.ts";
import { freshCopy } from "./fresh-copy.ts";

it("a copy has fresh ids and free keys, and its formulas read the copies", () => {
  const graph = graphOf("trigger > each > after, each{ a > a_2 }", {
    nodes: {
      a: { config: { v: { $expr: "steps.trigger.x + item" } } },
      a_2: { config: { v: { $template: [{ $expr: "steps.a + steps.a_2" }] } } },
    },
  });
  const part = { ...graph, nodes: graph.nodes.filter((node) => ["each", "a", "a_2"].includes(node.key)) };
  let made = 0;
  const copy = freshCopy(part, {
    into: graph,
    newNodeId: () => idOf("n", `new${made++}`),
    newNoteId: () => idOf("note", "new0"),
  });
  const byKey = new Map(copy.nodes.map((node) => [node.key, node]));
  expect([...byKey.keys()]).toEqual(["each_2", "a_3", "a_4"]);
  expect(byKey.get("a_3")?.config).toEqual({ v: { $expr: "steps.trigger.x + item" } });
  expect(byKey.get("a_4")?.config).toEqual({ v: { $template: [{ $expr: "steps.a_3 + steps.a_4" }] } });
  expect(byKey.get("a_3")?.parent).toBe(byKey.get("each_2")?.id);
  expect(copy.edges).toHaveLength(1);
  expect(copy.nodes.map((node) => node.id)).not.toContain(nodeIdOf("a"));
});

it("a copy into another workflow keeps its keys when they are free", () => {
  const graph = graphOf("a > b", { nodes: { b: { config: { v: { $expr: "steps.a" } } } } });
  let made = 0;
  const copy = freshCopy(graph, {
    into: graphOf("b"),
    newNodeId: () => idOf("n", `new${made++}`),
    newNoteId: () => idOf("note", "new0"),
  });
  expect(copy.nodes.map((node) => node.key)).toEqual(["a", "b_2"]);
  expect(copy.nodes[1]?.config).toEqual({ v: { $expr: "steps.a" } });
});
