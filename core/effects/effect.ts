import type { Failure } from "../failure.ts";
import type { BlobContent, BlobRequest } from "./blob.ts";
import type { ChildRequest, ChildResult } from "./child.ts";
import type { CodeRequest, CodeResult } from "./code.ts";
import type { EmitEventRequest } from "./emit-event.ts";
import type { HttpRequest, HttpResponse } from "./http.ts";
import type { SignalRequest, SignalResult } from "./signal.ts";
import type { SleepRequest } from "./sleep.ts";
import type { TaskRequest, TaskResult } from "./task.ts";

/**
 * A request to the outside world that a node yields. The set is closed: a new integration yields `http`.
 * The engine interprets it, writes the result to the journal, and hands it back; after a crash the recorded
 * result is handed back instead, so nothing is done twice.
 */
export type Effect = OutsideEffect | EngineEffect;

/** Carried out by an interpreter while the run is in memory. */
export type OutsideEffect =
  | { readonly kind: "http"; readonly request: HttpRequest }
  | { readonly kind: "blob"; readonly request: BlobRequest }
  | { readonly kind: "code"; readonly request: CodeRequest };

/** Carried out by the engine itself: a run that only waits for these is rows and nothing else. */
export type EngineEffect =
  | { readonly kind: "sleep"; readonly request: SleepRequest }
  | { readonly kind: "signal"; readonly request: SignalRequest }
  | { readonly kind: "task"; readonly request: TaskRequest }
  | { readonly kind: "child"; readonly request: ChildRequest }
  | { readonly kind: "emit-event"; readonly request: EmitEventRequest };

export type EffectKind = Effect["kind"];

type Results = {
  http: HttpResponse;
  blob: BlobContent;
  code: CodeResult;
  sleep: null;
  signal: SignalResult;
  task: TaskResult;
  child: ChildResult;
  "emit-event": null;
};

export type EffectResult = Results[EffectKind];

/** What the engine hands back into a generator. A failed effect is thrown into it as a FailureError. */
export type SettledEffect =
  | { readonly ok: true; readonly value: EffectResult }
  | { readonly ok: false; readonly failure: Failure };

/** A node's effectful part: yields effects, gets their results, answers a T. */
export type Effectful<T> = Generator<Effect, T, EffectResult>;
