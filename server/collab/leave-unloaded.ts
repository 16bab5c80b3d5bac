import type { connectedPayload, Extension } from "@hocuspocus/server";
import { type CollabSession, socketEndings } from "./session.ts";

/**
 * A connection can be made to a document at the very moment at which its last reader leaves and it is unloaded; what is
 * written there would be stored and shown to nobody. Such a client is sent away and finds the document loaded anew.
 */
export function leaveUnloaded(): Extension<CollabSession> {
  return {
    extensionName: "leave-unloaded",
    async connected({ connection, context }: connectedPayload<CollabSession>) {
      if (connection.document.isDestroyed) context.end(socketEndings.unavailable);
    },
  };
}
