import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { caps } from "../caps.ts";
import { graphOf, nodeIdOf } from "../graph/graph-of.ts";
import { idOf } from "../id.ts";
import { applyCommand } from "./apply-command.ts";
import { createDocument } from "./document.ts";
import { type DocumentParts, documentParts, mapAt } from "./layout.ts";
import { layoutFaultOf } from "./layout-fault.ts";

const long = "A text that is long enough to be kept as letters that two people may type at, not as one value.";
const graph = graphOf("a > b", { nodes: { a: { config: { note: long } } } });
const a = nodeIdOf("a");

/** What is said about a change of that document. */
function faultOf(change: (parts: DocumentParts, doc: Y.Doc) => void): string | null {
  const doc = createDocument({
    ...graph,
    notes: [{ id: idOf("note", "0001"), text: "x", x: 0, y: 0, w: 9, h: 9, color: "blue" }],
  });
  let fault: string | null = null;
  doc.on("afterTransaction", ({ changed }: Y.Transaction) => {
    fault ??= layoutFaultOf(doc, changed);
  });
  doc.transact(() => change(documentParts(doc), doc));
  return fault;
}

const nodeA = ({ nodes }: DocumentParts) => mapAt(nodes, a) as Y.Map<unknown>;
const note = ({ notes }: DocumentParts) => mapAt(notes, "note_0001") as Y.Map<unknown>;
const configA = (parts: DocumentParts) => nodeA(parts).get("config") as Y.Map<unknown>;

describe("r13 a change that leaves junk where a workflow has none is found", () => {
  const junk: Record<string, (parts: DocumentParts, doc: Y.Doc) => void> = {
    "a title that is an object": ({ meta }) => meta.set("title", { a: 1 }),
    "a title that is letters for two": ({ meta }) => meta.set("title", new Y.Text("x")),
    "a title over its cap": ({ meta }) => meta.set("title", "x".repeat(caps.titleChars + 1)),
    "a field that the meta does not have": ({ meta }) => meta.set("stash", "x"),
    "a step that is a text": ({ nodes }) => nodes.set("n_junk0000", "x"),
    "a step under a name that is no id": ({ nodes }) => nodes.set("junk", new Y.Map()),
    "a new step with a field of the wrong type": ({ nodes }) => nodes.set("n_junk0000", new Y.Map([["x", "left"]])),
    "a position that is no number": (parts) => nodeA(parts).set("x", "left"),
    "a position that is not finite": (parts) => nodeA(parts).set("y", Number.NaN),
    "a parent that is no id": (parts) => nodeA(parts).set("parent", { n: 1 }),
    "settings that are plain": (parts) => nodeA(parts).set("config", { url: "x" }),
    "a field that a step does not have": (parts) => nodeA(parts).set("stash", "x"),
    "a setting that holds a shared map": (parts) => configA(parts).set("url", new Y.Map([["deep", 1]])),
    "handling that is a shared map": (parts) => nodeA(parts).set("handling.attempts", new Y.Map([["deep", 1]])),
    "handling under a name that programs reserve": (parts) => nodeA(parts).set("handling.__proto__", 1),
    "handling as one map": (parts) => nodeA(parts).set("handling", new Y.Map([["attempts", 1]])),
    "a workflow's setting that holds a shared map": ({ settings }) => settings.set("priority", new Y.Map([["a", 1]])),
    "a workflow's setting under a name that programs reserve": ({ settings }) => settings.set("constructor", 1),
    "an edge that is a text": ({ edges }) => edges.set("n_a000.out>n_b000.in", "x"),
    "an edge under the name of another": ({ edges }) =>
      edges.set("n_a000.out>n_b000.in", { source: a, sourcePort: "out", target: a, targetPort: "in" }),
    "a note's text that is plain": (parts) => note(parts).set("text", "x"),
    "a colour that there is not": (parts) => note(parts).set("color", "plaid"),
  };
  for (const [name, change] of Object.entries(junk)) {
    it(name, () =>
      expect(faultOf(change)).toMatch(/^The change leaves something at \S+ that does not belong there\.$/),
    );
  }

  it("a list under a name that is a map", () => {
    const other = new Y.Doc();
    other.getArray("meta").push(["x"]);
    expect(faultOf((_, doc) => Y.applyUpdate(doc, Y.encodeStateAsUpdate(other)))).toContain("at meta ");
  });
});

describe("what people draw is no junk", () => {
  const sound: Record<string, (parts: DocumentParts, doc: Y.Doc) => void> = {
    "typing in a long setting": (parts) => (configA(parts).get("note") as Y.Text).insert(3, "!"),
    "typing in a note": (parts) => (note(parts).get("text") as Y.Text).insert(0, "!"),
    "a setting of any JSON": (parts) => configA(parts).set("rows", [{ value: { $expr: "1" } }]),
    "removing a step": (_, doc) => void applyCommand(doc, { type: "node.remove", ids: [a], reconnect: true }),
    "a field that is gone": (parts) => nodeA(parts).delete("title"),
    "a whole other drawing": (_, doc) => void applyCommand(doc, { type: "graph.replace", graph: graphOf("c > d") }),
  };
  for (const [name, change] of Object.entries(sound)) it(name, () => expect(faultOf(change)).toBeNull());

  it("a fault that was there before does not hold up other changes of the same step", () => {
    const doc = createDocument(graph);
    nodeA(documentParts(doc)).set("title", "x".repeat(caps.titleChars + 1));
    let fault: string | null = "not asked";
    doc.on("afterTransaction", ({ changed }: Y.Transaction) => {
      fault = layoutFaultOf(doc, changed);
    });
    nodeA(documentParts(doc)).set("x", 7);
    expect(fault).toBeNull();
  });
});
