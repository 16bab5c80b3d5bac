import type { EdgeId, NodeId, NoteId } from "../id.ts";
import type { Json, JsonObject } from "../json/json.ts";

/**
 * A graph is a plain value read from a document: what people drew, before anybody judged it.
 * It may be wrong in every way that drawings are wrong; `compile` says how.
 */
export type Graph = {
  readonly meta: GraphMeta;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly notes: readonly GraphNote[];
  /** Raw settings that hold for all runs (`core/settings/workflow-settings.ts`); absent when none was chosen. */
  readonly settings?: JsonObject;
};

export type GraphMeta = { readonly title: string; readonly description: string };

export type GraphNode = {
  readonly id: NodeId;
  /** Name of a registered node type; it may be unknown to this server. */
  readonly type: string;
  readonly version: number;
  /** Stable name in formulas: `steps.<key>`. Unique in a workflow when it compiles. */
  readonly key: string;
  readonly title: string;
  /** Canvas position, px; relative to the parent when there is one. */
  readonly x: number;
  readonly y: number;
  /** Size, px, for containers only; null for steps. */
  readonly w: number | null;
  readonly h: number | null;
  /** The container that holds this node, or null at the top level. */
  readonly parent: NodeId | null;
  readonly disabled: boolean;
  /** Field name to raw value: plain JSON, `{ $expr }` or `{ $template }`. */
  readonly config: JsonObject;
  /** Raw settings that every step has (`core/settings/step-handling.ts`); absent when none was chosen. */
  readonly handling?: JsonObject;
  /** A sample output that stands in for this step in test runs and in the data tree; undefined when not pinned. */
  readonly pinned?: Json;
};

export type GraphEdge = {
  readonly id: EdgeId;
  readonly source: NodeId;
  readonly sourcePort: string;
  readonly target: NodeId;
  readonly targetPort: string;
};

export type GraphNote = {
  readonly id: NoteId;
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly color: NoteColor;
};

export const noteColors = ["yellow", "blue", "green", "pink", "grey"] as const;
export type NoteColor = (typeof noteColors)[number];

export type EdgeEnds = Pick<GraphEdge, "source" | "sourcePort" | "target" | "targetPort">;

/** The id of the edge between two ports. */
export function edgeIdOf(ends: EdgeEnds): EdgeId {
  return `${ends.source}.${ends.sourcePort}>${ends.target}.${ends.targetPort}`;
}

/** Port names are 1 to 64 characters without the signs that an edge's id is built with. */
export function isPortName(value: unknown): value is string {
  return typeof value === "string" && /^[^.>\s\p{Cc}]{1,64}$/u.test(value);
}
