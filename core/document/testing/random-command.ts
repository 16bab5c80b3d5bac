import fc from "fast-check";
import { type EdgeEnds, type Graph, type GraphNode, noteColors } from "../../graph/graph.ts";
import { idOf, type NodeId } from "../../id.ts";
import type { Json } from "../../json/json.ts";
import type { DocumentCommand } from "../commands.ts";
import { freshCopy } from "../fresh-copy.ts";
import { keyFromTitle } from "../key-from-title.ts";

/** A dice throw: what to do, to which, with what. Turned into a command on the graph as a peer sees it then. */
export type Throw = { readonly kind: number; readonly a: number; readonly b: number; readonly value: Json };

const rawValue: fc.Arbitrary<Json> = fc.oneof(
  fc.integer(),
  fc.string({ maxLength: 8 }),
  fc.string({ minLength: 61, maxLength: 80 }),
  fc.constant({ $expr: "steps.a.total" }),
  fc
    .array(fc.oneof(fc.string({ minLength: 1, maxLength: 5 }), fc.constant({ $expr: "input" })), { maxLength: 4 })
    .map((parts) => ({ $template: parts })),
  fc.constantFrom(null, true, [1, { x: [2] }]),
);

export const throwArbitrary: fc.Arbitrary<Throw> = fc.record({
  kind: fc.nat(18),
  a: fc.nat(1_000),
  b: fc.nat(1_000),
  value: rawValue,
});

const fields = ["url", "body", "list"];
const handled = ["attempts", "fallback"];

/** Null when the throw has nothing to work on. `fresh` gives a new random part for ids at each call. */
export function commandOf(graph: Graph, { kind, a, b, value }: Throw, fresh: () => string): DocumentCommand | null {
  const node = pick(graph.nodes, a);
  const other = pick(graph.nodes, b);
  const edge = pick(graph.edges, a);
  const note = pick(graph.notes, a);
  const title = ["Fetch", "Orders", "Send", "a"][b % 4] ?? "a";
  switch (kind) {
    case 0:
    case 1:
      return added(newNode(idOf("n", fresh()), title, { value, a }), node);
    case 2:
      return node ? { type: "node.move", moves: [{ id: node.id, x: a, y: b }] } : null;
    case 3:
      return node ? { type: "node.rename", id: node.id, title } : null;
    case 4:
    case 5:
      return node ? { type: "node.configure", id: node.id, field: fields[b % 3] ?? "url", value } : null;
    case 6:
      return node ? { type: "node.disable", ids: [node.id], disabled: b % 2 === 0 } : null;
    case 7:
      return node ? { type: "node.pin", id: node.id, ...(b % 3 ? { value } : {}) } : null;
    case 8:
      return node
        ? { type: "node.reparent", moves: [{ id: node.id, parent: b % 3 && other ? other.id : null, x: a, y: b }] }
        : null;
    case 9:
      return node ? { type: "node.remove", ids: [node.id], reconnect: b % 2 === 0 } : null;
    case 10:
    case 11:
      return node && other ? { type: "edge.add", ends: endsOf(node, other.id) } : null;
    case 12:
      return edge ? { type: "edge.remove", ids: [edge.id] } : null;
    case 13:
      return edge
        ? {
            type: "edge.splice",
            edge: edge.id,
            node: newNode(idOf("n", fresh()), title, { value, a }),
            inputPort: "in",
            outputPort: "out",
          }
        : null;
    case 14: {
      const part = { nodes: graph.nodes.slice(0, 3), edges: graph.edges.slice(0, 3), notes: graph.notes.slice(0, 1) };
      const fragment = freshCopy(part, {
        into: graph,
        newNodeId: () => idOf("n", fresh()),
        newNoteId: () => idOf("note", fresh()),
      });
      return { type: "graph.insert", fragment };
    }
    case 15:
      return note
        ? {
            type: "note.change",
            id: note.id,
            change: { text: JSON.stringify(value), color: noteColors[b % 5] ?? "blue" },
          }
        : {
            type: "note.add",
            note: { id: idOf("note", fresh()), text: "hello", x: a, y: b, w: 100, h: 80, color: "pink" },
          };
    case 16:
      return node
        ? { type: "node.handle", id: node.id, field: handled[b % 2] ?? "attempts", ...(b % 3 ? { value } : {}) }
        : null;
    case 17:
      return { type: "settings.set", field: b % 2 ? "dedupeKey" : "priority", ...(b % 3 ? { value } : {}) };
    default:
      return note && b % 2 ? { type: "note.remove", ids: [note.id] } : { type: "meta.set", meta: { title } };
  }
}

function added(node: GraphNode, before: GraphNode | undefined): DocumentCommand {
  return { type: "node.add", node, connect: before ? [endsOf(before, node.id)] : [] };
}

function newNode(id: NodeId, title: string, { value, a }: { value: Json; a: number }): GraphNode {
  return {
    id,
    type: "step",
    version: 1,
    key: keyFromTitle(title),
    title,
    x: a,
    y: 0,
    w: null,
    h: null,
    parent: null,
    disabled: false,
    config: { url: value, method: "GET" },
  };
}

function endsOf(node: GraphNode, target: NodeId): EdgeEnds {
  return { source: node.id, sourcePort: "out", target, targetPort: "in" };
}

function pick<T>(list: readonly T[], at: number): T | undefined {
  return list[at % Math.max(1, list.length)];
}
