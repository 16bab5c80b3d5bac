import type { Actor } from "../policies/actor.ts";

/** What commands are given besides their input: the person they act for, and the parts of the server they call. */
export type CommandContext = {
  readonly actor: Actor;
};
