import type { beforeHandleAwarenessPayload, Extension } from "@hocuspocus/server";
import type { CollabSession } from "./session.ts";

/** Larger states are dropped: presence is a cursor, a selection and a drag. */
const presenceBytesMax = 16 * 1024;
/** How many colours the palette of presence has; which one a person gets depends on nothing but who they are. */
const presenceColors = 8;

/**
 * Names and colours come from the session, whatever the client says, and nobody speaks for another connection's
 * client ids.
 */
export function signPresence(): Extension<CollabSession> {
  return {
    extensionName: "sign-presence",
    async beforeHandleAwareness({
      states,
      connection,
      document,
      context,
    }: beforeHandleAwarenessPayload<CollabSession>) {
      if (!connection || !context) return;
      const others = new Set<unknown>();
      for (const [other, { clients }] of document.connections) {
        if (other !== connection) for (const client of clients) others.add(client);
      }
      const { userId, name } = context.actor;
      const user = { id: userId, name, color: colorOf(userId) };
      for (const [client, state] of states) {
        if (others.has(client) || JSON.stringify(state).length > presenceBytesMax) states.delete(client);
        else state.user = user;
      }
    },
  };
}

function colorOf(userId: string): number {
  let sum = 0;
  for (const char of userId) sum = (sum * 31 + char.charCodeAt(0)) % 65_521;
  return sum % presenceColors;
}
