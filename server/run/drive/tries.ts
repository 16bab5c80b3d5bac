import { type Failure, failure } from "#core/failure.ts";
import type { JsonObject } from "#core/json/json.ts";
import { type EvaluatedConfig, evaluateConfig } from "#core/node-kit/evaluate-config.ts";
import { nodeOfActivation, pathOfActivation } from "#core/schedule/activation-id.ts";
import type { ActivationId } from "#core/schedule/event.ts";
import { type IndexedNode, indexedNode, type PlanIndex } from "#core/schedule/index-plan.ts";
import { nextTry } from "#core/schedule/next-try.ts";
import { handlingDefinition } from "#core/settings/parse-settings.ts";
import type { StepHandling } from "#core/settings/step-handling.ts";
import type { Frame } from "../containers/frames.ts";
import { abandonWait } from "../waiting/abandon-wait.ts";
import { giveAgain } from "../waiting/inbox.ts";
import { newRecorded } from "../waiting/recorded.ts";
import { setAlarm } from "./alarm.ts";
import { type Drive, record } from "./drive.ts";
import { givenTo } from "./given-to.ts";
import { guarded, leave } from "./leave-memory.ts";
import type { Recorded, Work } from "./work.ts";

/*
 * The tries of one activation. What an activation is at is kept in `drive.recorded`, which the journal can bring back:
 *
 *     try n -- fails, n < attempts and the failure may pass --> attempt.failed --> pause --> try n + 1
 *           -- fails otherwise --> activation.failed, or activation.emitted with the fallback value
 */

type At = { readonly activation: ActivationId; readonly node: IndexedNode; readonly frame: Frame };

/** The number of the try that an activation is at; 1 for the first. */
export function attemptOf(drive: Pick<Drive, "recorded">, activation: ActivationId): number {
  return drive.recorded.get(activation)?.attempt ?? 1;
}

/** Writes that a try failed and lets another follow after a pause. False when there is none. */
export function tryAgain(drive: Drive, at: At, handling: StepHandling, cause: Failure, ms: number): boolean {
  const { activation } = at;
  const attempt = attemptOf(drive, activation);
  const seed = `${drive.identity.id}/${activation}/${attempt}`;
  const next = nextTry({ handling, failure: cause, attempt, seed });
  if (!next) return false;
  const retryAtMs = Math.round(drive.deps.now() + next.delayMs);
  record(drive, { type: "attempt.failed", activation, attempt, failure: cause, retryAtMs, ms });
  forgetTry(drive, at, { attempt: attempt + 1, retryAtMs });
  pause(drive, at, retryAtMs);
  return true;
}

/** What is known of the try that failed is of no use to the next one; a container begins anew with all that it holds. */
export function forgetTry(drive: Drive, at: At, next: Pick<Recorded, "attempt" | "retryAtMs">): void {
  const { activation, node, frame } = at;
  if (node.body) {
    frame.containers.delete(node.node.id);
    const isHeld = (other: ActivationId) => isInside(drive.index, other, activation);
    for (const other of drive.recorded.keys()) if (isHeld(other)) drive.recorded.delete(other);
    giveAgain(drive, isHeld);
  }
  drive.recorded.set(activation, newRecorded(next.attempt, next.retryAtMs));
}

function isInside(index: PlanIndex, activation: ActivationId, container: ActivationId): boolean {
  let { owner } = indexedNode(index, nodeOfActivation(activation)).scope;
  const outer = nodeOfActivation(container);
  while (owner && owner.node.id !== outer) owner = owner.scope.owner;
  if (!owner) return false;
  const path = pathOfActivation(activation);
  return pathOfActivation(container).every((item, depth) => path[depth] === item);
}

/** Waits for the moment of the next try, then lets `start` be carried out again. */
export function pause(drive: Drive, at: At, untilMs: number): void {
  const { activation, node, frame } = at;
  const { now, parkAfterMs } = drive.deps;
  const work: Work = {
    activation,
    node,
    frame,
    steps: null,
    controller: new AbortController(),
    startedAt: now(),
    attempt: attemptOf(drive, activation),
    announced: false,
    asked: 0,
    limit: null,
    wait: {
      on: { kind: "retry" },
      untilMs,
      parkFromMs: untilMs - now() > parkAfterMs ? now() : Infinity,
      alarm: setAlarm(now, untilMs, () => guarded(drive, () => begin())),
      onMessage: null,
    },
  };
  const begin = () => {
    if (drive.work.get(activation) !== work || drive.phase !== "running") return;
    leave(drive, work);
    drive.commands.push({ type: "start", activation });
    drive.pump(drive);
  };
  drive.work.set(activation, work);
}

/** The value that stands in for a step that failed for good, or why it could not be worked out. */
export function fallbackOf(
  drive: Drive,
  at: At,
  handling: StepHandling,
): EvaluatedConfig<(typeof handlingDefinition)["config"]> {
  const { scope } = givenTo(drive, at, drive.deps.registry.get(at.node.node.type));
  return evaluateConfig(handlingDefinition, handling as JsonObject, scope);
}

/** Gives a try the end of its time, if its settings name one. */
export function limitTime(drive: Drive, work: Work, handling: StepHandling, onLate: (cause: Failure) => void): void {
  const { timeoutSeconds } = handling;
  if (typeof timeoutSeconds !== "number") return;
  const late = () => {
    if (drive.work.get(work.activation) !== work || drive.phase !== "running") return;
    abandonWait(drive, work.activation);
    leave(drive, work);
    const message = `The step took longer than its time limit of ${timeoutSeconds} s. Give it more time, or ask for less.`;
    onLate(failure("timeout", message, { retryable: true }));
    drive.pump(drive);
  };
  work.limit = setAlarm(drive.deps.now, work.startedAt + timeoutSeconds * 1_000, () => guarded(drive, late));
}
