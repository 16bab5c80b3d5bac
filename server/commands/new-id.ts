import { randomBytes } from "node:crypto";
import { type Id, idOf } from "#core/id.ts";

/** A fresh id of 96 random bits: never guessed, never met twice. */
export function newId<Prefix extends string>(prefix: Prefix): Id<Prefix> {
  return idOf(prefix, randomBytes(12).toString("hex"));
}
