import type { EdgeEnds, Graph, GraphEdge, GraphMeta, GraphNode, GraphNote } from "../graph/graph.ts";
import type { EdgeId, NodeId, NoteId } from "../id.ts";
import type { Json } from "../json/json.ts";

/** Everything that can be done to a document. Nothing writes to it in another way. */
export type DocumentCommand =
  | { readonly type: "node.add"; readonly node: GraphNode; readonly connect?: readonly EdgeEnds[] }
  | { readonly type: "node.move"; readonly moves: readonly NodeMove[] }
  | { readonly type: "node.resize"; readonly id: NodeId; readonly w: number; readonly h: number }
  /** Also gives the node a new key made of the title while the key was never chosen by hand, and rewrites formulas. */
  | { readonly type: "node.rename"; readonly id: NodeId; readonly title: string }
  /** Rewrites every formula that names the old key. */
  | { readonly type: "node.rekey"; readonly id: NodeId; readonly key: string }
  /** Sets one top-level field of the settings; undefined takes it away, so that its default holds. */
  | { readonly type: "node.configure"; readonly id: NodeId; readonly field: string; readonly value?: Json }
  /** The same for one field of what every step has (`core/settings/step-handling.ts`). */
  | { readonly type: "node.handle"; readonly id: NodeId; readonly field: string; readonly value?: Json }
  | { readonly type: "node.disable"; readonly ids: readonly NodeId[]; readonly disabled: boolean }
  /** `value` undefined takes the pin off. */
  | { readonly type: "node.pin"; readonly id: NodeId; readonly value?: Json }
  | { readonly type: "node.reparent"; readonly moves: readonly (NodeMove & { readonly parent: NodeId | null })[] }
  /** Removes nodes, what they hold, and their edges; `reconnect` joins what was before to what was after. */
  | { readonly type: "node.remove"; readonly ids: readonly NodeId[]; readonly reconnect: boolean }
  | { readonly type: "edge.add"; readonly ends: EdgeEnds }
  | { readonly type: "edge.remove"; readonly ids: readonly EdgeId[] }
  /** Puts a new node in the middle of an edge, in one step. */
  | {
      readonly type: "edge.splice";
      readonly edge: EdgeId;
      readonly node: GraphNode;
      readonly inputPort: string;
      readonly outputPort: string;
    }
  /** Adds nodes, edges and notes that already carry fresh ids and free keys (see `freshCopy`). */
  | { readonly type: "graph.insert"; readonly fragment: GraphFragment }
  /** Makes the document equal to a graph: import and restore. */
  | { readonly type: "graph.replace"; readonly graph: Graph }
  | { readonly type: "note.add"; readonly note: GraphNote }
  | { readonly type: "note.change"; readonly id: NoteId; readonly change: Partial<Omit<GraphNote, "id">> }
  | { readonly type: "note.remove"; readonly ids: readonly NoteId[] }
  | { readonly type: "meta.set"; readonly meta: Partial<GraphMeta> }
  /** Sets one field of the workflow's settings; undefined takes it away. */
  | { readonly type: "settings.set"; readonly field: string; readonly value?: Json };

export type NodeMove = { readonly id: NodeId; readonly x: number; readonly y: number };

export type GraphFragment = {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly notes: readonly GraphNote[];
};
