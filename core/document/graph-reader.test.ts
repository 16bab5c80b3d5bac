import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { graphOf, nodeIdOf } from "../graph/graph-of.ts";
import { applyCommand } from "./apply-command.ts";
import { createDocument } from "./document.ts";
import { graphReader } from "./graph-reader.ts";
import { documentParts } from "./layout.ts";
import { readGraph } from "./read-graph.ts";

const a = nodeIdOf("a");
const b = nodeIdOf("b");

describe("graphReader", () => {
  it("a move of one node keeps the identity of everything else", () => {
    const doc = createDocument(graphOf("trigger > a > b", { nodes: { a: { config: { deep: { list: [1] } } } } }));
    const reader = graphReader(doc);
    const before = reader.snapshot();
    applyCommand(doc, { type: "node.move", moves: [{ id: a, x: 1, y: 2 }] });
    const after = reader.snapshot();
    expect(after).not.toBe(before);
    expect(after.edges).toBe(before.edges);
    expect(after.notes).toBe(before.notes);
    expect(after.meta).toBe(before.meta);
    for (const [at, node] of after.nodes.entries()) {
      if (node.id === a) expect(node.config).toBe(before.nodes[at]?.config);
      else expect(node).toBe(before.nodes[at]);
    }
  });

  it("a changed setting keeps the identity of the other settings", () => {
    const doc = createDocument(graphOf("a", { nodes: { a: { config: { one: { x: 1 }, two: 2 } } } }));
    const reader = graphReader(doc);
    const before = reader.snapshot().nodes[0]?.config;
    applyCommand(doc, { type: "node.configure", id: a, field: "two", value: 3 });
    expect(reader.snapshot().nodes[0]?.config).toEqual({ one: { x: 1 }, two: 3 });
    expect(reader.snapshot().nodes[0]?.config.one).toBe(before?.one);
  });

  it("answers the same snapshot until something visible changes", () => {
    const doc = createDocument(graphOf("a > b"));
    const reader = graphReader(doc);
    const before = reader.snapshot();
    applyCommand(doc, { type: "node.move", moves: [{ id: a, x: 0, y: 0 }] });
    doc.getMap("elsewhere").set("x", 1);
    doc.getMap("nodes").set("n_half", new Y.Map([["type", "step"]]));
    expect(reader.snapshot()).toBe(before);
  });

  it("calls its listeners once for each transaction, and not after they left", () => {
    const doc = createDocument(graphOf("a > b"));
    const reader = graphReader(doc);
    let calls = 0;
    const leave = reader.subscribe(() => calls++);
    applyCommand(doc, { type: "node.remove", ids: [a, b], reconnect: false });
    expect(calls).toBe(1);
    leave();
    applyCommand(doc, { type: "meta.set", meta: { title: "x" } });
    expect(calls).toBe(1);
  });

  it("reads the same as a reading from scratch after remote changes to texts inside settings", () => {
    const doc = createDocument(graphOf("a", { nodes: { a: { config: { text: { $template: ["hello"] } } } } }));
    const other = new Y.Doc();
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
    const reader = graphReader(doc);
    reader.snapshot();
    applyCommand(other, { type: "node.configure", id: a, field: "text", value: { $template: ["hello, you"] } });
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
    expect(reader.snapshot()).toEqual(readGraph(doc));
    expect(reader.snapshot().nodes[0]?.config.text).toEqual({ $template: ["hello, you"] });
  });
});

describe("readGraph", () => {
  it("r13 drops what is not whole, and never writes", () => {
    const doc = createDocument(graphOf("a > b"));
    const { nodes, edges, notes, meta } = documentParts(doc);
    nodes.set("n_text", "no map");
    nodes.set("__proto__", new Y.Map());
    nodes.set("wrong-id", (nodes.get(a) as Y.Map<unknown>).clone());
    const lame = (nodes.get(a) as Y.Map<unknown>).clone();
    lame.set("x", Number.NaN);
    nodes.set("n_lame", lame);
    const odd = (nodes.get(a) as Y.Map<unknown>).clone();
    for (const [field, value] of [
      ["parent", "n_gone"],
      ["w", -1],
      ["disabled", "yes"],
      ["pinned", () => 1],
    ] as const)
      odd.set(field, field === "pinned" ? undefined : value);
    odd.set(
      "config",
      new Y.Map<unknown>([
        ["constructor", 1],
        ["ok", true],
        ["nested", new Y.Array()],
        ["bad", { prototype: 1 }],
      ]),
    );
    nodes.set("n_odd0", odd);
    edges.set("x", { source: a });
    edges.set(`${a}.out>n_gone.in`, { source: a, sourcePort: "out", target: "n_gone", targetPort: "in" });
    edges.set(`${a}.out>${b}.other`, { source: b, sourcePort: "out", target: a, targetPort: "in" });
    edges.set("y", 7);
    notes.set("note_text", new Y.Map([["text", "plain"]]));
    meta.set("title", 7);
    const state = Y.encodeStateVector(doc);
    const graph = readGraph(doc);
    expect(Y.encodeStateVector(doc)).toEqual(state);
    expect(graph.nodes.map((node) => node.id)).toEqual([a, b, "n_odd0"]);
    expect(graph.nodes[2]).toMatchObject({ parent: null, w: null, disabled: false, config: { ok: true } });
    expect(Object.keys(graph.nodes[2]?.config ?? {})).toEqual(["ok"]);
    expect(graph.edges.map((edge) => edge.id)).toEqual([`${a}.out>${b}.in`]);
    expect(graph.notes).toEqual([]);
    expect(graph.meta).toEqual({ title: "", description: "" });
  });

  it("puts containers that two people moved into one another side by side", () => {
    const doc = createDocument(graphOf("a{ b }, c"));
    const other = new Y.Doc();
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
    const c = nodeIdOf("c");
    applyCommand(doc, { type: "node.reparent", moves: [{ id: c, parent: b, x: 0, y: 0 }] });
    applyCommand(other, { type: "node.reparent", moves: [{ id: a, parent: c, x: 0, y: 0 }] });
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
    expect(readGraph(doc).nodes.map((node) => node.parent)).toEqual([null, null, null]);
  });
});
