import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { graphOf, nodeIdOf } from "../graph/graph-of.ts";
import { idOf } from "../id.ts";
import { applyCommand } from "./apply-command.ts";
import { createUndo } from "./create-undo.ts";
import { createDocument } from "./document.ts";
import { freshCopy } from "./fresh-copy.ts";
import { graphReader } from "./graph-reader.ts";
import { documentParts, mapAt } from "./layout.ts";
import { readGraph } from "./read-graph.ts";

const [a, b] = [nodeIdOf("a"), nodeIdOf("b")];
const long = "A text that is long enough to be kept as letters that two people may type at, not as one value.";

const handlingOf = (doc: Y.Doc, id = a) => readGraph(doc).nodes.find((node) => node.id === id)?.handling;

describe("handling of a step and settings of a workflow in a document", () => {
  it("are set, changed and taken away field by field; without any they are absent", () => {
    const doc = createDocument(graphOf("a > b"));
    expect(handlingOf(doc)).toBeUndefined();
    expect(readGraph(doc)).not.toHaveProperty("settings");
    applyCommand(doc, { type: "node.handle", id: a, field: "attempts", value: 3 });
    applyCommand(doc, { type: "node.handle", id: a, field: "fallback", value: long });
    applyCommand(doc, { type: "settings.set", field: "priority", value: "high" });
    applyCommand(doc, { type: "settings.set", field: "dedupeKey", value: { $expr: "trigger.id" } });
    expect(handlingOf(doc)).toEqual({ attempts: 3, fallback: long });
    expect(readGraph(doc).settings).toEqual({ priority: "high", dedupeKey: { $expr: "trigger.id" } });
    expect(readGraph(doc).nodes.find((node) => node.id === a)?.config).toEqual({});
    for (const field of ["attempts", "fallback"]) applyCommand(doc, { type: "node.handle", id: a, field });
    for (const field of ["priority", "dedupeKey"]) applyCommand(doc, { type: "settings.set", field });
    expect(handlingOf(doc)).toBeUndefined();
    expect(readGraph(doc)).not.toHaveProperty("settings");
  });

  it("refuse names and values that a document cannot keep", () => {
    const doc = createDocument(graphOf("a"));
    const number = Number.NaN;
    expect(applyCommand(doc, { type: "node.handle", id: a, field: "__proto__", value: 1 }).ok).toBe(false);
    expect(applyCommand(doc, { type: "node.handle", id: a, field: "attempts", value: number }).ok).toBe(false);
    expect(applyCommand(doc, { type: "settings.set", field: "constructor", value: 1 }).ok).toBe(false);
    expect(readGraph(doc)).toEqual(readGraph(createDocument(graphOf("a"))));
  });

  it("set by two people for the first time at the same moment, both fields stay, and undo takes only one's own back", () => {
    const doc = createDocument(graphOf("a"));
    const other = new Y.Doc();
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
    const undo = createUndo(doc, "me");
    applyCommand(doc, { type: "node.handle", id: a, field: "attempts", value: 3 }, "me");
    applyCommand(other, { type: "node.handle", id: a, field: "timeoutSeconds", value: 30 });
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
    expect(handlingOf(doc)).toEqual({ attempts: 3, timeoutSeconds: 30 });
    expect(handlingOf(other)).toEqual(handlingOf(doc));
    expect(undo.undo()).toBe("Change limits and retries");
    expect(handlingOf(doc)).toEqual({ timeoutSeconds: 30 });
    undo.destroy();
  });

  it("of the workflow are undone too", () => {
    const doc = createDocument(graphOf("a"));
    const undo = createUndo(doc, "me");
    applyCommand(doc, { type: "settings.set", field: "concurrency", value: 2 }, "me");
    expect(undo.undo()).toBe("Change workflow setting");
    expect(readGraph(doc)).not.toHaveProperty("settings");
    expect(undo.redo()).toBe("Change workflow setting");
    expect(readGraph(doc).settings).toEqual({ concurrency: 2 });
    undo.destroy();
  });

  it("keep their identity while nothing in them changes, letters in a long text included", () => {
    const doc = createDocument(graphOf("a > b"));
    applyCommand(doc, { type: "node.handle", id: a, field: "fallback", value: { $template: [long] } });
    applyCommand(doc, { type: "settings.set", field: "dedupeKey", value: long });
    const reader = graphReader(doc);
    const before = reader.snapshot();
    applyCommand(doc, { type: "node.move", moves: [{ id: a, x: 9, y: 9 }] });
    const moved = reader.snapshot();
    expect(moved.nodes.find((node) => node.id === a)?.handling).toBe(
      before.nodes.find((node) => node.id === a)?.handling,
    );
    expect(moved.settings).toBe(before.settings);
    applyCommand(doc, { type: "settings.set", field: "dedupeKey", value: `${long}!` });
    expect(reader.snapshot().settings).toEqual({ dedupeKey: `${long}!` });
    expect(documentParts(doc).settings.get("dedupeKey")).toBeInstanceOf(Y.Text);
    reader.destroy();
  });

  it("follow a step that is renamed, in formulas and in texts", () => {
    const doc = createDocument(graphOf("a > b"));
    const text = { $template: ["Order ", { $expr: "steps.a.id" }] };
    applyCommand(doc, { type: "node.handle", id: b, field: "fallback", value: text });
    applyCommand(doc, { type: "settings.set", field: "dedupeKey", value: { $expr: "steps.a.id" } });
    applyCommand(doc, { type: "node.rekey", id: a, key: "orders" });
    expect(handlingOf(doc, b)).toEqual({ fallback: { $template: ["Order ", { $expr: "steps.orders.id" }] } });
    expect(readGraph(doc).settings).toEqual({ dedupeKey: { $expr: "steps.orders.id" } });
  });

  it("come along with a copy, reading the copies", () => {
    const nodes = { b: { handling: { attempts: 2, fallback: { $expr: "steps.a" } } } };
    const graph = graphOf("a > b", { nodes });
    const ids = [nodeIdOf("copy1"), nodeIdOf("copy2")];
    const copy = freshCopy(graph, {
      into: graph,
      newNodeId: () => ids.shift() as typeof a,
      newNoteId: () => idOf("note", "none"),
    });
    expect(copy.nodes[1]?.handling).toEqual({ attempts: 2, fallback: { $expr: "steps.a_2" } });
    expect(copy.nodes[0]).not.toHaveProperty("handling");
  });

  it("are replaced with the graph, by the smallest change", () => {
    const doc = createDocument({ ...graphOf("a > b", { nodes: { a: { handling: { attempts: 2 } } } }) });
    const kept = mapAt(documentParts(doc).nodes, a);
    const next = graphOf("a > b", { nodes: { a: { handling: { timeoutSeconds: 5 } } } });
    applyCommand(doc, { type: "graph.replace", graph: { ...next, settings: { priority: "low" } } });
    expect(handlingOf(doc)).toEqual({ timeoutSeconds: 5 });
    expect(readGraph(doc).settings).toEqual({ priority: "low" });
    expect(mapAt(documentParts(doc).nodes, a)).toBe(kept);
    applyCommand(doc, { type: "graph.replace", graph: graphOf("a > b") });
    expect(handlingOf(doc)).toBeUndefined();
    expect(readGraph(doc)).not.toHaveProperty("settings");
  });
});
