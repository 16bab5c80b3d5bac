import type { Actor } from "../policies/actor.ts";

/** What hocuspocus hands to every hook of a connection: who is there, and a way to end the socket. */
export type CollabSession = {
  readonly actor: Actor;
  /** Ends the socket so that the client sees a code and, for `unavailable`, comes back and sends again. */
  readonly end: (ending: SocketEnding) => void;
};

/** Close codes that the browser decides by: after `unavailable` it tries again, after `refused` it must not. */
export const socketEndings = {
  unavailable: { code: 1013, reason: "unavailable" },
  refused: { code: 4400, reason: "refused" },
  tooFast: { code: 4429, reason: "too-fast" },
} as const;

type SocketEnding = (typeof socketEndings)[keyof typeof socketEndings];

/** What a client is told just before its socket is closed with `refused`, as a stateless message. */
export type RefusedMessage = { readonly kind: "refused"; readonly code: string; readonly message: string };
