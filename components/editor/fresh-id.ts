import { type Id, idOf } from "#core/id.ts";

const letters = "abcdefghijklmnopqrstuvwxyz0123456789";
const randomLength = 10;

/** A new id: `n_…` for a node, `note_…` for a note. 36^10 possibilities; core makes no randomness itself. */
export function freshId<Prefix extends "n" | "note">(prefix: Prefix): Id<Prefix> {
  const bytes = crypto.getRandomValues(new Uint8Array(randomLength));
  return idOf(prefix, Array.from(bytes, (byte) => letters[byte % letters.length]).join(""));
}
