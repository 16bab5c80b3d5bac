import type { ChildRequest } from "#core/effects/child.ts";
import type { SettledEffect } from "#core/effects/effect.ts";
import type { RunId } from "#core/id.ts";
import { activationIdOf, pathOfActivation } from "#core/schedule/activation-id.ts";
import type { WaitedFor } from "#core/schedule/event.ts";
import { setAlarm } from "../drive/alarm.ts";
import { type Drive, record } from "../drive/drive.ts";
import { guarded } from "../drive/leave-memory.ts";
import { newRunId } from "../drive/new-run-id.ts";
import { attemptOf } from "../drive/tries.ts";
import type { Work } from "../drive/work.ts";
import { takeMessage } from "./inbox.ts";
import type { Settling } from "./settling.ts";
import { childMessageName, childResult } from "./wait-result.ts";

/**
 * Carries out `child`. The id of a child that is waited for is in the journal before it is started, so whatever happens
 * in between, the run knows whom to cancel and whose end to take.
 *
 *     wait.opened -- durable --> started -- its end is in the inbox --> effect.settled
 *                                        -- cancelled, time limit --> the child is told to stop
 *                            --> cannot be started --> effect.settled with the failure
 */
export function callChild(drive: Drive, work: Work, request: ChildRequest, settling: Settling): SettledEffect | null {
  const { activation } = work;
  const index = work.asked - 1;
  const wait = drive.recorded.get(activation)?.wait;
  const known = wait?.index === index && wait.on.kind === "child" ? wait.on.runId : null;
  const id = known ?? newRunId(Math.floor(drive.deps.now()));
  const since = drive.deps.now();
  if (request.wait) {
    const ended = waitForEnd(drive, work, { id, request, isKnown: known !== null, since }, settling);
    if (ended) return ended;
  }
  const isCurrent = () => drive.work.get(activation) === work && drive.phase === "running" && isAsked();
  const isAsked = () => work.asked - 1 === index && (!request.wait || work.wait !== null);
  settling.whenDurable(() => {
    if (!isCurrent()) return;
    const isAskedAgain = known !== null;
    const isUnwanted = () => drive.work.get(activation) !== work && (drive.phase === "running" || isOver(drive));
    drive.deps
      .startChild(drive, { id, key: keyOf(drive, work, index), activation, request, isAskedAgain, isUnwanted })
      .then((started) =>
        guarded(drive, () => {
          if (!isCurrent()) return;
          const ms = drive.deps.now() - since;
          if ("failure" in started) {
            work.wait = null;
            settling.goOn(settling.write({ ok: false, failure: started.failure }, ms));
          } else if (request.wait) beginPatience(drive, work);
          else settling.goOn(settling.write({ ok: true, value: { runId: started.runId, output: null } }, ms));
        }),
      )
      .catch((error: unknown) => drive.deps.log.error({ error, activation }, "A run could not go on."));
  });
  return null;
}

function isOver(drive: Drive): boolean {
  return drive.state.status === "ended";
}

type Child = {
  readonly id: RunId;
  readonly request: ChildRequest;
  readonly isKnown: boolean;
  readonly since: number;
};

function waitForEnd(drive: Drive, work: Work, child: Child, { write, goOn }: Settling): SettledEffect | null {
  const { id, request, isKnown, since } = child;
  const { activation, attempt } = work;
  const on: WaitedFor = { kind: "child", runId: id, workflowId: request.workflowId };
  const index = work.asked - 1;
  if (!isKnown) record(drive, { type: "wait.opened", activation, attempt, index, on, untilMs: null });
  const end = () => {
    const message = takeMessage(drive, activation, [childMessageName(id)]);
    if (!message) return null;
    work.wait?.alarm?.cancel();
    work.wait = null;
    return write(childResult(id, message.value), drive.deps.now() - since);
  };
  const ended = end();
  if (ended) return ended;
  const onMessage = () => {
    const settled = end();
    if (settled) goOn(settled);
  };
  // Not to be put away before the child is there: nobody else would start it.
  work.wait = { on, untilMs: null, parkFromMs: Infinity, alarm: null, onMessage };
  return null;
}

/** A child that takes its time lets the run be put away. */
function beginPatience(drive: Drive, work: Work): void {
  const { now, parkAfterMs, look } = drive.deps;
  look(drive);
  if (!work.wait || parkAfterMs === Infinity) return;
  const parkFromMs = now() + parkAfterMs;
  const alarm = setAlarm(now, parkFromMs, () => guarded(drive, () => drive.pump(drive)));
  work.wait = { ...work.wait, parkFromMs, alarm };
}

/** A container that is tried again starts its children anew: its tries are part of their keys. */
function keyOf(drive: Drive, { activation, attempt, node }: Work, index: number): string {
  const tries: number[] = [];
  let path = pathOfActivation(activation);
  for (let { owner } = node.scope; owner; owner = owner.scope.owner) {
    path = path.slice(0, -1);
    tries.push(attemptOf(drive, activationIdOf(owner.node.id, path)));
  }
  const again = tries.some((attempts) => attempts > 1) ? `/in-${tries.join(".")}` : "";
  return `child/${drive.identity.id}/${activation}/${attempt}/${index}${again}`;
}
