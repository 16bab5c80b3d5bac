import type { Extension, onLoadDocumentPayload } from "@hocuspocus/server";
import * as Y from "yjs";
import type { WorkflowId, WorkspaceId } from "#core/id.ts";
import type { Logger } from "../log.ts";
import type { DocumentStates } from "./document-states.ts";
import { type CollabSession, socketEndings } from "./session.ts";

export type StoredDocument = {
  /** V2 encoding; null while nothing was folded. */
  readonly snapshot: Uint8Array | null;
  /** V1 encoding, in the order of the log. */
  readonly updates: readonly Uint8Array[];
};

type Deps = {
  readonly read: (workspaceId: WorkspaceId, workflowId: WorkflowId) => Promise<StoredDocument>;
  readonly states: DocumentStates;
  readonly logger: Logger;
};

/** Fills a document from its snapshot and the log after it. */
export function loadDocument({ read, states, logger }: Deps): Extension<CollabSession> {
  return {
    extensionName: "load-document",
    async onLoadDocument({ document, documentName, context }: onLoadDocumentPayload<CollabSession>) {
      const { workspaceId } = context.actor;
      // Authentication has seen that it is the id of a workflow in this workspace.
      const workflowId = documentName as WorkflowId;
      try {
        const stored = await read(workspaceId, workflowId);
        fill(document, stored);
        states.open(document, { workspaceId, workflowId, unfolded: stored.updates.length });
      } catch (error) {
        logger.error({ document: documentName, error }, "collab document not loaded");
        context.end(socketEndings.unavailable);
        throw { reason: socketEndings.unavailable.reason };
      }
    },
  };
}

/** Applies what is stored to an empty document, as one transaction. */
export function fill(doc: Y.Doc, { snapshot, updates }: StoredDocument): void {
  doc.transact(() => {
    if (snapshot) Y.applyUpdateV2(doc, snapshot);
    for (const update of updates) Y.applyUpdate(doc, update);
  });
}
