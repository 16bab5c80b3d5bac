import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import type { GraphNode } from "../graph/graph.ts";
import { graphOf, nodeIdOf, type Sketch } from "../graph/graph-of.ts";
import { idOf } from "../id.ts";
import type { Json } from "../json/json.ts";
import { applyCommand, applyCommands } from "./apply-command.ts";
import type { DocumentCommand } from "./commands.ts";
import { createDocument } from "./document.ts";
import { readGraph } from "./read-graph.ts";

const [a, b, c, d] = [nodeIdOf("a"), nodeIdOf("b"), nodeIdOf("c"), nodeIdOf("d")];

/** Edges as `a.out>b.in` with keys in the place of ids. */
function drawn(doc: Y.Doc): readonly string[] {
  const graph = readGraph(doc);
  const keyOf = new Map(graph.nodes.map((node) => [node.id, node.key]));
  return graph.edges
    .map((edge) => `${keyOf.get(edge.source)}.${edge.sourcePort}>${keyOf.get(edge.target)}.${edge.targetPort}`)
    .sort();
}

function nodeAt(doc: Y.Doc, id: GraphNode["id"]): GraphNode | undefined {
  return readGraph(doc).nodes.find((node) => node.id === id);
}

function changedBy(drawing: string, command: DocumentCommand, sketch: Sketch = {}): Y.Doc {
  const doc = createDocument(graphOf(drawing, sketch));
  expect(applyCommand(doc, command)).toEqual({ ok: true });
  return doc;
}

function newNode(key: string): GraphNode {
  return graphOf(key).nodes[0] as GraphNode;
}

describe("applyCommand", () => {
  it("keeps a graph as it was written", () => {
    const graph = graphOf("trigger > a > b, each{ c > d }", {
      nodes: { a: { config: { url: { $template: ["https://", { $expr: "input.host" }] }, n: 1 }, pinned: null } },
    });
    const read = readGraph(createDocument(graph));
    expect(new Set(read.nodes)).toEqual(new Set(graph.nodes));
    expect(new Set(read.edges)).toEqual(new Set(graph.edges));
  });

  it("adds a step under a free key, with its connections", () => {
    const ends = { source: a, sourcePort: "out", target: c, targetPort: "in" };
    const doc = changedBy("a > b", { type: "node.add", node: { ...newNode("c"), key: "a" }, connect: [ends] });
    expect(nodeAt(doc, c)?.key).toBe("a_2");
    expect(drawn(doc)).toEqual(["a.out>a_2.in", "a.out>b.in"]);
  });

  it("r16 refuses titles, descriptions and notes over their caps, and changes nothing", () => {
    const [title, description] = ["x".repeat(201), "x".repeat(2_001)];
    const note = {
      id: idOf<"note">("note", "0001"),
      text: "x".repeat(20_001),
      x: 0,
      y: 0,
      w: 1,
      h: 1,
      color: "blue",
    } as const;
    const graph = graphOf("a > b");
    const commands: DocumentCommand[] = [
      { type: "meta.set", meta: { title } },
      { type: "meta.set", meta: { description } },
      { type: "node.rename", id: a, title },
      { type: "node.add", node: { ...newNode("c"), title } },
      { type: "note.add", note },
      { type: "note.change", id: note.id, change: { text: note.text } },
      { type: "graph.replace", graph: { ...graph, meta: { title, description: "" } } },
    ];
    for (const command of commands) {
      const doc = createDocument(graph);
      expect(applyCommand(doc, command)).toMatchObject({
        ok: false,
        message: expect.stringMatching(/at most \d+ letters/),
      });
      expect(readGraph(doc)).toEqual(readGraph(createDocument(graph)));
    }
  });

  it("renaming a step gives it a new key and rewrites the formulas that read it", () => {
    const doc = changedBy(
      "trigger > a > b",
      { type: "node.rename", id: a, title: "Fetch orders" },
      { nodes: { b: { config: { t: { $template: ["x ", { $expr: "steps.a.name" }] }, v: [{ $expr: "steps.a" }] } } } },
    );
    expect(nodeAt(doc, a)).toMatchObject({ key: "fetch_orders", title: "Fetch orders" });
    expect(nodeAt(doc, b)?.config).toEqual({
      t: { $template: ["x ", { $expr: "steps.fetch_orders.name" }] },
      v: [{ $expr: "steps.fetch_orders" }],
    });
  });

  it("renaming leaves a key alone that was chosen by hand", () => {
    const doc = createDocument(graphOf("a"));
    applyCommand(doc, { type: "node.rekey", id: a, key: "mine" });
    applyCommand(doc, { type: "node.rename", id: a, title: "Other" });
    expect(nodeAt(doc, a)).toMatchObject({ key: "mine", title: "Other" });
  });

  it("a new key of one of two steps with the same key leaves formulas to the other", () => {
    const sketch = { nodes: { b: { key: "a" } as Partial<GraphNode>, c: { config: { v: { $expr: "steps.a" } } } } };
    const doc = changedBy("a > b > c", { type: "node.rekey", id: b, key: "fresh" }, sketch);
    expect(nodeAt(doc, c)?.config).toEqual({ v: { $expr: "steps.a" } });
  });

  it("configures, and takes a setting away", () => {
    const doc = changedBy("a", { type: "node.configure", id: a, field: "x", value: { $expr: "input" } });
    expect(nodeAt(doc, a)?.config).toEqual({ x: { $expr: "input" } });
    applyCommand(doc, { type: "node.configure", id: a, field: "x" });
    expect(nodeAt(doc, a)?.config).toEqual({});
  });

  it("writes nothing when nothing changes", () => {
    const config = { a: "x".repeat(80), b: { $template: ["t", { $expr: "input" }] }, c: [1, { d: null }] };
    const doc = createDocument(graphOf("a > b", { nodes: { a: { config } } }));
    let updates = 0;
    doc.on("update", () => updates++);
    for (const [field, value] of Object.entries(config))
      applyCommand(doc, { type: "node.configure", id: a, field, value: value as Json });
    applyCommand(doc, { type: "graph.replace", graph: readGraph(doc) });
    applyCommand(doc, { type: "edge.add", ends: { source: a, sourcePort: "out", target: b, targetPort: "in" } });
    expect(updates).toBe(0);
  });

  it("two people typing in one text keep what both typed, formulas included", () => {
    const text = (parts: Json[]): Json => ({ $template: parts });
    const doc = createDocument(
      graphOf("a", { nodes: { a: { config: { t: text(["Dear ", { $expr: "input.name" }, ", hello"]) } } } }),
    );
    const other = new Y.Doc();
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
    const type = (on: Y.Doc, parts: Json[]) =>
      applyCommand(on, { type: "node.configure", id: a, field: "t", value: text(parts) });
    type(doc, ["My dear ", { $expr: "input.name" }, ", hello"]);
    type(other, ["Dear ", { $expr: "input.name" }, ", hello 🌍", { $expr: "index" }]);
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
    expect(nodeAt(doc, a)?.config.t).toEqual(
      text(["My dear ", { $expr: "input.name" }, ", hello 🌍", { $expr: "index" }]),
    );
  });

  it("never cuts a character of two units in half", () => {
    const long = (mark: string) => `${"x".repeat(70)}${mark}`;
    const doc = createDocument(graphOf("a", { nodes: { a: { config: { t: long("😀") } } } }));
    applyCommand(doc, { type: "node.configure", id: a, field: "t", value: long("😁") });
    const other = new Y.Doc();
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
    expect(nodeAt(other, a)?.config.t).toBe(long("😁"));
  });

  it("disables, pins, resizes and moves", () => {
    const doc = createDocument(graphOf("a > b"));
    applyCommand(doc, { type: "node.disable", ids: [a, b], disabled: true });
    applyCommand(doc, { type: "node.pin", id: a, value: { x: 1 } });
    applyCommand(doc, { type: "node.resize", id: a, w: 300, h: 200 });
    applyCommand(doc, { type: "node.move", moves: [{ id: a, x: 7, y: 8 }] });
    expect(nodeAt(doc, a)).toMatchObject({ disabled: true, pinned: { x: 1 }, w: 300, h: 200, x: 7, y: 8 });
    applyCommand(doc, { type: "node.pin", id: a });
    expect(nodeAt(doc, a)).not.toHaveProperty("pinned");
    expect(nodeAt(doc, b)?.disabled).toBe(true);
  });

  it("removes a container with what it holds, and their edges", () => {
    const doc = changedBy("a > b > c, b{ d > d2 }", { type: "node.remove", ids: [b], reconnect: false });
    expect(readGraph(doc).nodes.map((node) => node.key)).toEqual(["a", "c"]);
    expect(drawn(doc)).toEqual([]);
  });

  it("removing with reconnection joins what was before to what was after, along the ways that led through", () => {
    const doc = changedBy("a > b > c > d, b.error > e, f > c", { type: "node.remove", ids: [b, c], reconnect: true });
    expect(drawn(doc)).toEqual(["a.out>d.in", "f.out>d.in"]);
  });

  it("puts a step into the middle of an edge, or adds it alone when the edge is gone", () => {
    const edge = readGraph(createDocument(graphOf("a > b"))).edges[0]?.id ?? `${a}.out>${b}.in`;
    const splice = { type: "edge.splice", edge, node: newNode("c"), inputPort: "in", outputPort: "out" } as const;
    expect(drawn(changedBy("a > b", splice))).toEqual(["a.out>c.in", "c.out>b.in"]);
    const alone = changedBy("a, b", splice);
    expect(drawn(alone)).toEqual([]);
    expect(nodeAt(alone, c)).toBeDefined();
  });

  it("moves into a container and out, but never into itself", () => {
    const doc = changedBy("a{ b }, c", { type: "node.reparent", moves: [{ id: c, parent: a, x: 1, y: 1 }] });
    expect(nodeAt(doc, c)?.parent).toBe(a);
    applyCommand(doc, { type: "node.reparent", moves: [{ id: a, parent: b, x: 1, y: 1 }] });
    expect(nodeAt(doc, a)?.parent).toBeNull();
  });

  it("makes a document equal to a graph and keeps the maps of what stays", () => {
    const doc = createDocument(graphOf("a > b > c", { nodes: { a: { config: { x: 1, t: { $template: ["hi"] } } } } }));
    const map = doc.getMap("nodes").get(a);
    const goal = graphOf("a > d, b", { nodes: { a: { config: { t: { $template: ["hi!"] } }, pinned: 1 } } });
    applyCommand(doc, { type: "graph.replace", graph: { ...goal, meta: { title: "T", description: "" } } });
    const read = readGraph(doc);
    expect(new Set(read.nodes)).toEqual(new Set(goal.nodes));
    expect(new Set(read.edges)).toEqual(new Set(goal.edges));
    expect(read.meta.title).toBe("T");
    expect(doc.getMap("nodes").get(a)).toBe(map);
  });

  it("keeps notes", () => {
    const id = idOf("note", "aaaa");
    const note = { id, text: "hello", x: 1, y: 2, w: 3, h: 4, color: "blue" } as const;
    const doc = changedBy("a", { type: "note.add", note });
    applyCommand(doc, { type: "note.change", id, change: { text: "hello, you", color: "pink" } });
    expect(readGraph(doc).notes).toEqual([{ ...note, text: "hello, you", color: "pink" }]);
    applyCommand(doc, { type: "note.remove", ids: [id] });
    expect(readGraph(doc).notes).toEqual([]);
  });

  it("passes over what is gone by now", () => {
    const gone = nodeIdOf("gone");
    const doc = changedBy("a", { type: "node.move", moves: [{ id: gone, x: 1, y: 1 }] });
    applyCommand(doc, { type: "node.configure", id: gone, field: "x", value: 1 });
    applyCommand(doc, { type: "node.remove", ids: [gone], reconnect: true });
    applyCommand(doc, { type: "edge.add", ends: { source: a, sourcePort: "out", target: gone, targetPort: "in" } });
    expect(readGraph(doc).nodes).toHaveLength(1);
    expect(readGraph(doc).edges).toHaveLength(0);
  });

  it.each<[string, DocumentCommand]>([
    ["a taken key", { type: "node.rekey", id: a, key: "b" }],
    ["a key that formulas cannot say", { type: "node.rekey", id: a, key: "a b" }],
    ["a taken id", { type: "node.add", node: newNode("a") }],
    ["a position that is no number", { type: "node.move", moves: [{ id: a, x: Number.NaN, y: 0 }] }],
    [
      "an id of another kind",
      { type: "node.add", node: { ...newNode("c"), id: "note_abcd" as unknown as GraphNode["id"] } },
    ],
    ["r19 a setting named __proto__", { type: "node.configure", id: a, field: "__proto__", value: 1 }],
    [
      "r19 a value with a forbidden name",
      { type: "node.configure", id: a, field: "x", value: JSON.parse('{"y":[{"__proto__":1}]}') },
    ],
    ["r19 a pinned value with a forbidden name", { type: "node.pin", id: a, value: { constructor: 1 } }],
  ])("refuses %s whole", (_, command) => {
    const doc = createDocument(graphOf("a > b"));
    const before = readGraph(doc);
    expect(applyCommand(doc, command)).toMatchObject({ ok: false });
    expect(readGraph(doc)).toEqual(before);
  });

  it("several commands are one transaction", () => {
    const doc = createDocument(graphOf("a > b"));
    let updates = 0;
    doc.on("update", () => updates++);
    const done = applyCommands(doc, [
      { type: "node.disable", ids: [a], disabled: true },
      {
        type: "node.move",
        moves: [
          { id: d, x: 1, y: 1 },
          { id: b, x: 5, y: 5 },
        ],
      },
    ]);
    expect(done).toEqual({ ok: true });
    expect(updates).toBe(1);
  });
});
