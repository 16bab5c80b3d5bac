import type { EffectResult, SettledEffect } from "#core/effects/effect.ts";
import { type Failure, failure } from "#core/failure.ts";
import type { RunId } from "#core/id.ts";
import { isJsonObject, type Json, type JsonObject } from "#core/json/json.ts";
import type { WaitedFor } from "#core/schedule/event.ts";

/** What came for a wait: a signal, or what a person did. */
export type Came = { readonly name: string; readonly by: string | null; readonly value: Json };

/** What a wait for a signal or a task answers; `came` is null when its time ran out. */
export function waitResult(on: WaitedFor, came: Came | null): EffectResult {
  if (on.kind !== "task") return { name: came?.name ?? null, value: came?.value ?? null };
  const given = came && isJsonObject(came.value) ? came.value : {};
  const choice = typeof given.choice === "string" ? given.choice : null;
  return { choice, values: isJsonObject(given.values) ? given.values : {}, by: came?.by ?? null };
}

/** How a run ended, as the step that started it is told. */
export type ChildEnd =
  | { readonly status: "succeeded"; readonly output: Json }
  | { readonly status: "failed"; readonly failure: Failure }
  | { readonly status: "cancelled" };

export function childMessageName(runId: RunId): string {
  return `child/${runId}`;
}

export function childEndValue(end: ChildEnd): JsonObject {
  return end.status === "failed" ? { status: end.status, failure: end.failure as unknown as JsonObject } : { ...end };
}

/** What the end of a child means for the step that waits for it. */
export function childResult(runId: RunId, value: Json): SettledEffect {
  const end = isJsonObject(value) ? value : {};
  if (end.status === "succeeded") return { ok: true, value: { runId, output: end.output ?? null } };
  const details = { runId };
  if (end.status !== "failed" || !isJsonObject(end.failure)) {
    const message = "The workflow that this step runs was cancelled.";
    return { ok: false, failure: failure("cancelled", message, { details }) };
  }
  const cause = rootOf(end.failure as unknown as Failure);
  const message = `The workflow that this step runs failed: ${cause.message}`;
  return { ok: false, failure: failure("child", message, { details, cause, retryable: cause.retryable }) };
}

/** However deep workflows call each other, what is told is the failure that it began with. */
function rootOf(cause: Failure): Failure {
  return cause.code === "child" && cause.cause ? rootOf(cause.cause) : cause;
}
