import { type Failure, failure } from "#core/failure.ts";
import { assertNever } from "#core/invariant.ts";
import { isJsonList, isJsonObject, type Json } from "#core/json/json.ts";
import { FailureError, type Outcome } from "#core/node-kit/outcome.ts";
import type { ActivationId } from "#core/schedule/event.ts";
import { failureValue } from "#core/schedule/failure-value.ts";
import { errorPort, type IndexedNode } from "#core/schedule/index-plan.ts";
import { isOpen } from "#core/schedule/is-open.ts";
import { deliver, type Frame } from "../containers/frames.ts";
import { encodeValue } from "../journal/stored-values.ts";
import { type Drive, type RespondValue, record } from "./drive.ts";
import { leave } from "./leave-memory.ts";
import { passPort } from "./step-input.ts";
import { attemptOf, fallbackOf, tryAgain } from "./tries.ts";

/** One activation, where its values are, and since when its try works (Unix milliseconds, with fractions). */
export type Place = {
  readonly activation: ActivationId;
  readonly node: IndexedNode;
  readonly frame: Frame;
  readonly startedAt: number;
};

/** Writes what a step answered. Nothing happens when the run no longer waits for it. */
export function settleStep(drive: Drive, place: Place, outcome: Outcome): void {
  switch (outcome.kind) {
    case "emit":
      emitValue(drive, place, outcome);
      return;
    case "fail":
      failStep(drive, place, outcome.failure);
      return;
    default:
      assertNever(outcome);
  }
}

type Given = {
  readonly port: string;
  readonly value: Json;
  /** Why the step failed, when this is its fallback value. */
  readonly fallbackFor?: Failure;
};

export function emitValue(drive: Drive, place: Place, { port, value, fallbackFor }: Given): void {
  const { activation, node, frame } = place;
  if (!isOpen(drive.index, drive.state, activation)) return;
  const encoding = encodeValue(value);
  if (!encoding.ok) {
    if (fallbackFor) failForGood(drive, place, { ...encoding.failure, cause: fallbackFor });
    else failStep(drive, place, encoding.failure);
    return;
  }
  const ms = since(drive, place);
  forget(drive, activation);
  deliver(frame, node, { port, value });
  if (node.node.kind === "respond" && drive.answer === null) answer(drive, value);
  const items = isJsonList(value) ? { items: value.length } : {};
  const reason = fallbackFor ? { fallbackFor } : {};
  const { stored } = encoding.encoded;
  record(
    drive,
    { type: "activation.emitted", activation, port, output: stored, ...items, ...reason, ms },
    encoding.encoded,
  );
}

/** A try of a step or of a container failed: another follows, or a fallback value, or it has failed for good. */
export function failStep(drive: Drive, place: Place, cause: Failure): void {
  const { activation, node } = place;
  if (!isOpen(drive.index, drive.state, activation)) return;
  const { handling } = node.node;
  if (handling && drive.work.size > 0) leaveWork(drive, activation);
  if (handling && tryAgain(drive, place, handling, cause, since(drive, place))) return;
  if (handling?.onFailure !== "fallback") {
    failForGood(drive, place, cause);
    return;
  }
  const fallback = fallbackOf(drive, place, handling);
  if (!fallback.ok) {
    failForGood(drive, place, { ...fallback.failure, cause });
    return;
  }
  const port = passPort(drive.deps.registry.get(node.node.type), node.node);
  emitValue(drive, place, { port, value: (fallback.config.fallback ?? null) as Json, fallbackFor: cause });
}

function failForGood(drive: Drive, place: Place, cause: Failure): void {
  const { activation, node, frame } = place;
  const attempt = attemptOf(drive, activation);
  const ms = since(drive, place);
  forget(drive, activation);
  if (node.catchesFailure) deliver(frame, node, { port: errorPort, value: failureValue(cause) });
  frame.containers.delete(node.node.id);
  record(drive, { type: "activation.failed", activation, attempt, failure: cause, ms });
}

/** An activation that has its outcome needs nothing that was kept for its tries. */
function forget(drive: Drive, activation: ActivationId): void {
  if (drive.work.size > 0) leaveWork(drive, activation);
  if (drive.recorded.size > 0) drive.recorded.delete(activation);
}

/** A container under a time limit is at work until it settles. */
function leaveWork(drive: Drive, activation: ActivationId): void {
  const work = drive.work.get(activation);
  if (work) leave(drive, work);
}

/** What a step threw, as its failure. Anything but a FailureError is a fault of the step: logged, told without details. */
export function failureOf(drive: Drive, thrown: unknown, activation: ActivationId): Failure {
  if (thrown instanceof FailureError) return thrown.failure;
  drive.deps.log.error({ error: thrown, runId: drive.identity.id, activation }, "A step threw.");
  const message = "The step broke on this value. This is a fault of the step, not of the workflow; please report it.";
  return failure("internal", message);
}

/** The caller is told only when the event that says it is durable: a promise of the entry that is being filled. */
function answer(drive: Drive, value: Json): void {
  const response = respondValue(value);
  drive.answer = response;
  drive.afterwards.push(() => {
    drive.waiters.response?.(response);
    drive.waiters.response = null;
  });
}

export function respondValue(value: Json): RespondValue {
  if (!isJsonObject(value)) return { status: 200, headers: {}, body: value };
  const headers: Record<string, string> = {};
  if (isJsonObject(value.headers)) {
    for (const [name, text] of Object.entries(value.headers)) if (typeof text === "string") headers[name] = text;
  }
  return { status: typeof value.status === "number" ? value.status : 200, headers, body: value.body ?? null };
}

function since(drive: Drive, { startedAt }: Place): number {
  return Math.max(0, Math.round((drive.deps.now() - startedAt) * 100) / 100);
}
