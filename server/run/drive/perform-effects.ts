import type { Effect, EffectResult, OutsideEffect, SettledEffect } from "#core/effects/effect.ts";
import { failure } from "#core/failure.ts";
import { invariant } from "#core/invariant.ts";
import type { Json } from "#core/json/json.ts";
import { FailureError, type Outcome } from "#core/node-kit/outcome.ts";
import { encodeValue } from "../journal/stored-values.ts";
import { callChild } from "../waiting/call-child.ts";
import { emitEvent } from "../waiting/emit-event.ts";
import { openWait } from "../waiting/open-wait.ts";
import type { Settling } from "../waiting/settling.ts";
import { setAlarm } from "./alarm.ts";
import { type Drive, record } from "./drive.ts";
import { guarded, leave } from "./leave-memory.ts";
import { failStep, failureOf, settleStep } from "./settle-step.ts";
import type { Work } from "./work.ts";

/**
 * Drives a step on with the result of its last effect (null to begin). Results that the journal holds are handed back
 * at once, so a step that is driven again after a crash does nothing twice; the first effect without a result is asked.
 */
export function continueStep(drive: Drive, work: Work, result: SettledEffect | null): void {
  const results = drive.recorded.get(work.activation)?.results;
  let given = result;
  for (;;) {
    let turn: Turn;
    try {
      turn = turnOf(work, given);
    } catch (thrown) {
      leave(drive, work);
      failStep(drive, work, failureOf(drive, thrown, work.activation));
      return;
    }
    if (turn.done) {
      leave(drive, work);
      settleStep(drive, work, turn.value);
      return;
    }
    const known = results?.[work.asked];
    work.asked += 1;
    if (!known) {
      given = ask(drive, work, turn.value);
      if (given) continue;
      return;
    }
    given = "ok" in known ? { ok: true, value: known.ok } : { ok: false, failure: known.failure };
  }
}

type Turn = IteratorResult<Effect, Outcome>;

function turnOf({ steps }: Work, given: SettledEffect | null): Turn {
  invariant(steps, "a step that goes on has begun");
  // The first value that goes into a generator is ignored by it.
  if (given === null) return steps.next(null as unknown as EffectResult);
  return given.ok ? steps.next(given.value) : steps.throw(new FailureError(given.failure));
}

/** Asks for an effect. Answers its result when that is known at once; otherwise the step goes on when it is settled. */
function ask(drive: Drive, work: Work, effect: Effect): SettledEffect | null {
  const { activation, startedAt, attempt } = work;
  if (!work.announced) {
    work.announced = true;
    record(drive, { type: "activation.started", activation, attempt }, null, startedAt);
  }
  const settling: Settling = {
    whenDurable: (then) => whenDurable(drive, then),
    write: (settled, ms) => recordResult(drive, work, settled, ms),
    goOn: (settled) => {
      continueStep(drive, work, settled);
      drive.pump(drive);
    },
  };
  const index = work.asked - 1;
  const answer = drive.answerEffect?.(effect, { activation, attempt, index }) ?? null;
  if (answer) {
    settleLater(drive, work, answer, settling);
    return null;
  }
  switch (effect.kind) {
    case "sleep":
      sleep(drive, work, effect.request.untilMs, settling);
      return null;
    case "signal":
    case "task":
      return openWait(drive, work, effect, settling.goOn);
    case "child":
      return callChild(drive, work, effect.request, settling);
    case "emit-event":
      return emitEvent(drive, work, effect.request, settling);
    default:
      interpret(drive, work, effect, settling);
      return null;
  }
}

function interpret(drive: Drive, work: Work, effect: OutsideEffect, settling: Settling): void {
  const { activation } = work;
  // Barrier: an effect starts only when everything it depends on is durable.
  whenDurable(drive, () => {
    if (!isAtWork(drive, work)) return;
    const { workspaceId, id } = drive.identity;
    // The same in every try: the other side can tell a repeat of what it has done, though its answer came too late.
    const idempotencyKey = `${id}/${activation}/${work.asked - 1}`;
    const context = { workspaceId, runId: id, idempotencyKey, signal: work.controller.signal };
    settleLater(drive, work, drive.deps.interpret(effect, context), settling);
  });
}

function settleLater(drive: Drive, work: Work, answer: Promise<SettledEffect>, { write, goOn }: Settling): void {
  const { activation } = work;
  const askedAt = performance.now();
  answer
    .catch((error: unknown): SettledEffect => ({ ok: false, failure: failureOf(drive, error, activation) }))
    .then((settled) =>
      guarded(drive, () => {
        if (isAtWork(drive, work)) goOn(write(settled, performance.now() - askedAt));
      }),
    )
    // Nothing above rejects; a promise that nobody waits for still says what it does when it does (r21).
    .catch((error: unknown) => {
      drive.deps.log.error({ error, runId: drive.identity.id, activation }, "A run could not go on.");
    });
}

/** What settles later than its step was left is of no use any more. */
function isAtWork(drive: Drive, work: Work): boolean {
  return drive.work.get(work.activation) === work && drive.phase === "running";
}

function whenDurable(drive: Drive, then: () => void): void {
  if (drive.rows.length > 0) drive.afterwards.push(then);
  else if (drive.underWay > 0) drive.afterNewest.push(then);
  else then();
}

/** Writes an effect's result; one that is too large for a value is a failure, now and when it is read again. */
function recordResult(drive: Drive, work: Work, settled: SettledEffect, took: number): SettledEffect {
  const { activation, attempt } = work;
  const ms = Math.round(took * 100) / 100;
  const at = { type: "effect.settled", activation, attempt, index: work.asked - 1 } as const;
  if (settled.ok) {
    const encoding = encodeValue(settled.value as Json);
    if (encoding.ok) {
      record(drive, { ...at, result: { ok: encoding.encoded.stored }, ms }, encoding.encoded);
      return settled;
    }
    const cause = failure("cap", `The answer is too large. ${encoding.failure.message}`);
    record(drive, { ...at, result: { failure: cause }, ms });
    return { ok: false, failure: cause };
  }
  record(drive, { ...at, result: { failure: settled.failure }, ms });
  return settled;
}

/** A short sleep is a timer; a long one is also a fact, so that the run can be put away until then. */
function sleep(drive: Drive, work: Work, untilMs: number, { write, goOn }: Settling): void {
  const { now, parkAfterMs } = drive.deps;
  const { activation } = work;
  const known = drive.recorded.get(activation)?.untilMs ?? null;
  const since = now();
  const isLong = known !== null || untilMs - since > parkAfterMs;
  if (isLong && known === null) record(drive, { type: "timer.set", activation, untilMs });
  const wake = () => {
    if (!isAtWork(drive, work)) return;
    work.wait = null;
    const recorded = drive.recorded.get(activation);
    if (recorded) recorded.untilMs = null;
    if (isLong) record(drive, { type: "timer.fired", activation });
    goOn(write({ ok: true, value: null }, now() - since));
  };
  work.wait = {
    on: { kind: "time" },
    untilMs,
    parkFromMs: isLong ? since : Infinity,
    alarm: setAlarm(now, untilMs, () => guarded(drive, wake)),
    onMessage: null,
  };
}
