import type { DocumentCommand } from "../document/commands.ts";
import type { EdgeId, NodeId } from "../id.ts";

/** Why a graph does not compile, or what is doubtful about it. Shown on the step, its field, and in the panel. */
export type Problem = {
  readonly code: ProblemCode;
  readonly severity: "error" | "warning";
  readonly nodeId: NodeId | null;
  readonly edgeId?: EdgeId;
  /** Path into the node's config: `url`, or `fields.2.value`; null when it is about the node itself. */
  readonly field: string | null;
  /** Which part of the field's template is meant, when the formula is inside a text. */
  readonly part?: number;
  /** Position inside the field's formula, when it is about a part of it. */
  readonly range?: { readonly from: number; readonly to: number };
  /** A plain sentence that says what to do. */
  readonly message: string;
  /** One click that mends it. */
  readonly fix?: QuickFix;
};

export type QuickFix = { readonly label: string; readonly commands: readonly DocumentCommand[] };

export const problemCodes = [
  "trigger-missing",
  "trigger-duplicate",
  "type-unknown",
  "type-newer",
  "config-invalid",
  "field-missing",
  "key-invalid",
  "key-duplicate",
  "port-unknown",
  "edge-invalid",
  "container-crossed",
  "container-empty",
  "states-initial",
  "states-fork",
  "states-endless",
  "cycle",
  "unreachable",
  "recursion",
  "input-ambiguous",
  "reference-unknown",
  "reference-later",
  "reference-maybe-absent",
  "formula-invalid",
  "formula-type",
  "script-invalid",
  "cap-exceeded",
] as const;

export type ProblemCode = (typeof problemCodes)[number];
