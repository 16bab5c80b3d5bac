import type { Json } from "../json/json.ts";

export type SignalRequest = {
  /** Any of these ends the wait. `""` is the signal that the step's callback address sends. */
  readonly names: readonly string[];
  /** Unix milliseconds; null to wait for ever. */
  readonly untilMs: number | null;
};

/** `name` is null when the time ran out. */
export type SignalResult = { readonly name: string | null; readonly value: Json };
