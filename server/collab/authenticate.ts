import type { Extension, onAuthenticatePayload } from "@hocuspocus/server";
import { isId, type WorkflowId } from "#core/id.ts";
import type { Logger } from "../log.ts";
import type { Actor } from "../policies/actor.ts";
import { may } from "../policies/rights.ts";
import { type CollabSession, socketEndings } from "./session.ts";

type Deps = {
  readonly exists: (actor: Actor, workflowId: WorkflowId) => Promise<boolean>;
  readonly logger: Logger;
};

/**
 * Runs before any byte of a document is sent or read. Another workspace's workflow, one in the bin and one that never
 * was are answered alike. A person who may only read gets a connection that cannot write.
 */
export function authenticate({ exists, logger }: Deps): Extension<CollabSession> {
  return {
    extensionName: "authenticate",
    async onAuthenticate({ documentName, context, connectionConfig }: onAuthenticatePayload<CollabSession>) {
      const known = await isKnown(documentName, context);
      if (!known || !may(context.actor.role, "workflow.read")) throw { reason: "not-found" };
      connectionConfig.readOnly = !may(context.actor.role, "workflow.edit");
    },
  };

  async function isKnown(documentName: string, session: CollabSession): Promise<boolean> {
    if (!isId("wf", documentName)) return false;
    try {
      return await exists(session.actor, documentName);
    } catch (error) {
      logger.error({ error }, "collab authentication could not read the database");
      session.end(socketEndings.unavailable);
      throw { reason: socketEndings.unavailable.reason };
    }
  }
}
