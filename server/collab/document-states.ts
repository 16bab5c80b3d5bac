import type { Document } from "@hocuspocus/server";
import type { WorkflowId, WorkspaceId } from "#core/id.ts";
import { invariant } from "#core/invariant.ts";
import { createShadow, type Shadow } from "./shadow.ts";

/** What is kept beside a document while it is in memory. */
export type DocumentState = {
  readonly workspaceId: WorkspaceId;
  readonly workflowId: WorkflowId;
  readonly shadow: Shadow;
  /** Counts an update that was logged. */
  readonly appended: () => void;
  /** Updates in the log that no snapshot holds, as far as this process knows. */
  readonly unfolded: () => number;
  readonly folded: () => void;
};

export type DocumentStates = {
  readonly of: (document: Document) => DocumentState;
  /** Called once, when a document was loaded with so many updates on top of its snapshot. */
  readonly open: (
    document: Document,
    opened: Pick<DocumentState, "workspaceId" | "workflowId"> & { unfolded: number },
  ) => void;
};

/** `onUnfolded` is called after an update that makes a document worth folding. */
export function createDocumentStates(onUnfolded: (state: DocumentState) => void): DocumentStates {
  const states = new WeakMap<Document, DocumentState>();
  return {
    of(document) {
      const state = states.get(document);
      invariant(state, "a document that takes messages was loaded");
      return state;
    },
    open(document, { workspaceId, workflowId, unfolded }) {
      let count = unfolded;
      const state: DocumentState = {
        workspaceId,
        workflowId,
        shadow: createShadow(document),
        appended: () => {
          count += 1;
          onUnfolded(state);
        },
        unfolded: () => count,
        folded: () => {
          count = 0;
        },
      };
      states.set(document, state);
    },
  };
}
