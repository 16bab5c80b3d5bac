import type { Sql } from "postgres";
import type { EffectResult, SettledEffect } from "#core/effects/effect.ts";
import { failure } from "#core/failure.ts";
import type { RunId, WorkspaceId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import type { ActivationId, RunEvent, StoredValue } from "#core/schedule/event.ts";
import { readJournal } from "../journal/read-journal.ts";
import { newRecorded, noteEvent } from "../waiting/recorded.ts";
import { describeEffect } from "./describe-effect.ts";
import type { AnswerEffect } from "./drive.ts";
import type { Recorded } from "./work.ts";

type Of = { readonly workspaceId: WorkspaceId; readonly runId: RunId };

/** By activation and try, what a run's effects came to. */
type Recordings = ReadonlyMap<string, Recorded>;

/** What answers the effects of a run; null when the world does. */
export function effectPolicy(sql: Sql, workspaceId: WorkspaceId, recordedFrom: RunId | null): AnswerEffect | null {
  return recordedFrom ? recordedEffects(sql, { workspaceId, runId: recordedFrom }) : null;
}

/**
 * Answers effects with what they came to in another run, by step, item, try and number. The world is not asked, nothing
 * is waited for and nobody is told anything. What the other run never asked for is a failure that says so.
 */
function recordedEffects(sql: Sql, of: Of): AnswerEffect {
  let recordings: Promise<Recordings> | null = null;
  return async (effect, { activation, attempt, index }): Promise<SettledEffect> => {
    if (effect.kind === "sleep" || effect.kind === "emit-event") return { ok: true, value: null as EffectResult };
    recordings ??= read(sql, of).catch((error: unknown) => {
      // The next effect asks again: the database may be back by then.
      recordings = null;
      throw error;
    });
    const result = (await recordings).get(keyOf(activation, attempt))?.results[index];
    if (!result) return { ok: false, failure: notRecorded(describeEffect(effect).summary, of.runId) };
    return "ok" in result ? { ok: true, value: result.ok } : { ok: false, failure: result.failure };
  };
}

async function read(sql: Sql, of: Of): Promise<Recordings> {
  const recordings = new Map<string, Recorded>();
  const tries = new Map<ActivationId, number>();
  for await (const { events, blobs } of readJournal(sql, of, null)) {
    const valueIn = (stored: StoredValue): Json =>
      "value" in stored ? stored.value : (blobs.get(stored.blob) ?? null);
    for (const event of events) note(event, valueIn);
  }
  return recordings;

  function note(event: RunEvent, valueIn: (stored: StoredValue) => Json): void {
    if (!("activation" in event) || event.activation === null) return;
    const { activation } = event;
    const attempt = tries.get(activation) ?? 1;
    if (event.type === "attempt.failed") tries.set(activation, event.attempt + 1);
    const key = keyOf(activation, attempt);
    const recorded = recordings.get(key) ?? newRecorded(attempt, null);
    recordings.set(key, recorded);
    noteEvent(recorded, event, valueIn);
  }
}

function keyOf(activation: ActivationId, attempt: number): string {
  return `${activation} ${attempt}`;
}

function notRecorded(summary: string, runId: RunId) {
  const message = `The run whose effects are used again never did this: ${summary}. Run with real effects, or choose another run.`;
  return failure("input", message, { details: { runId } });
}
