import type { beforeSyncPayload, Document, Extension } from "@hocuspocus/server";
import { messageYjsSyncStep2, messageYjsUpdate } from "y-protocols/sync";
import type { Logger } from "../log.ts";
import type { DocumentStates } from "./document-states.ts";
import { Refusal } from "./refusal.ts";
import { type CollabSession, type RefusedMessage, socketEndings } from "./session.ts";
import type { UpdateLog } from "./update-log.ts";

type Deps = { readonly states: DocumentStates; readonly log: UpdateLog; readonly logger: Logger };

/**
 * Saved means durable: hocuspocus awaits this hook before it applies an update and acknowledges it, so the update is
 * tried on the shadow and appended to the log here. When either fails, nothing was applied, nobody was told, and the
 * socket ends; after `unavailable` the client connects again and sends what it still has.
 */
export function appendBeforeApply({ states, log, logger }: Deps): Extension<CollabSession> {
  return {
    extensionName: "append-before-apply",
    async beforeSync({ type, payload, document, connection, context }: beforeSyncPayload<CollabSession>) {
      if (type !== messageYjsSyncStep2 && type !== messageYjsUpdate) return;
      if (connection.readOnly) return;
      try {
        await append(document, payload, context);
      } catch (error) {
        if (error instanceof Refusal) {
          logger.warn({ document: document.name, refusal: error.code }, "collab update refused");
          const told: RefusedMessage = { kind: "refused", code: error.code, message: error.message };
          connection.sendStateless(JSON.stringify(told));
          context.end(socketEndings.refused);
          throw socketEndings.refused;
        }
        logger.error({ document: document.name, error }, "collab update not logged");
        context.end(socketEndings.unavailable);
        throw socketEndings.unavailable;
      }
    },
  };

  async function append(document: Document, update: Uint8Array, { actor }: CollabSession): Promise<void> {
    const state = states.of(document);
    if (!state.shadow.admit(update)) return log.settled(state.workflowId);
    try {
      await log.append({ workspaceId: state.workspaceId, workflowId: state.workflowId, update, userId: actor.userId });
    } catch (error) {
      state.shadow.reset();
      throw error;
    }
    state.appended();
  }
}
