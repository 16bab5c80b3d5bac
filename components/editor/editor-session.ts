import type { Awareness } from "y-protocols/awareness";
import type { DocumentCommand } from "#core/document/commands.ts";
import type { Undo } from "#core/document/create-undo.ts";
import type { Graph } from "#core/graph/graph.ts";
import type { WorkflowId } from "#core/id.ts";
import type { Registry } from "#core/node-kit/registry.ts";
import type { SessionStore } from "./session-store.ts";

/** A graph that changes: the draft behind a document, or a fixed drawing of a past run. */
export type GraphSource = {
  readonly get: () => Graph;
  readonly subscribe: (changed: () => void) => () => void;
};

/**
 * Writes to the document: the only write path. Several commands are one transaction and one undo step; `label` names
 * it ("Paste 3 steps"), else it is made from the commands; commands with the same `mergeKey` within half a second are one.
 * Does nothing in a read-only session.
 */
export type Dispatch = (
  commands: DocumentCommand | readonly DocumentCommand[],
  label?: string,
  mergeKey?: string,
) => void;

/** One open editor, or one drawing of a run. Everything that components of an editor share hangs here. */
export type EditorSession = {
  readonly workflowId: WorkflowId | null;
  readonly graph: GraphSource;
  readonly store: SessionStore;
  readonly registry: Registry;
  readonly dispatch: Dispatch;
  readonly history: Undo | null;
  readonly awareness: Awareness | null;
  readonly isReadOnly: boolean;
  readonly destroy: () => void;
};

/** True while nothing may be changed: a read-only drawing, or a past run that is shown instead of the draft. */
export function isLocked({ isReadOnly, store }: EditorSession): boolean {
  return isReadOnly || store.getState().openRun !== null;
}
