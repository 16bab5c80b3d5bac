import type { Failure } from "../failure.ts";
import type { BlobContent, BlobRequest } from "./blob.ts";
import type { HttpRequest, HttpResponse } from "./http.ts";
import type { SleepRequest } from "./sleep.ts";

/**
 * A request to the outside world that a node yields. The set is closed: a new integration yields `http`.
 * The engine interprets it, writes the result to the journal, and hands it back; after a crash the recorded
 * result is handed back instead, so nothing is done twice.
 */
export type Effect =
  | { readonly kind: "http"; readonly request: HttpRequest }
  | { readonly kind: "sleep"; readonly request: SleepRequest }
  | { readonly kind: "blob"; readonly request: BlobRequest };

export type EffectKind = Effect["kind"];

type Results = { http: HttpResponse; sleep: null; blob: BlobContent };

export type EffectResult = Results[EffectKind];

/** What the engine hands back into a generator. A failed effect is thrown into it as a FailureError. */
export type SettledEffect =
  | { readonly ok: true; readonly value: EffectResult }
  | { readonly ok: false; readonly failure: Failure };

/** A node's effectful part: yields effects, gets their results, answers a T. */
export type Effectful<T> = Generator<Effect, T, EffectResult>;
