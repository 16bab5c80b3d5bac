import { randomUUID } from "node:crypto";
import type { EngineEffect, SettledEffect } from "#core/effects/effect.ts";
import type { TaskRequest } from "#core/effects/task.ts";
import { idOf } from "#core/id.ts";
import type { WaitedFor } from "#core/schedule/event.ts";
import { setAlarm } from "../drive/alarm.ts";
import { type Drive, extrasOf, record } from "../drive/drive.ts";
import { guarded } from "../drive/leave-memory.ts";
import type { Work } from "../drive/work.ts";
import { takeMessage } from "./inbox.ts";
import { waitResult } from "./wait-result.ts";

type Awaited = Extract<EngineEffect, { readonly kind: "signal" | "task" }>;

/**
 * Carries out `signal` and `task`: answers at once what has come already, otherwise waits and calls `goOn`. After a crash
 * the wait that is in the journal goes on; it is not opened again.
 *
 *     wait.opened -- message --> signal.received
 *                 -- its time is over --> timer.fired
 *                 -- cancelled, or the step's time limit --> nothing more; an open task is closed
 */
export function openWait(
  drive: Drive,
  work: Work,
  effect: Awaited,
  goOn: (settled: SettledEffect) => void,
): SettledEffect | null {
  const { activation, attempt } = work;
  const index = work.asked - 1;
  const known = drive.recorded.get(activation)?.wait;
  const isKnown = known?.index === index;
  const untilMs = isKnown ? known.untilMs : endOf(effect);
  const on = isKnown ? known.on : waitedFor(drive, work, effect);
  if (!isKnown) record(drive, { type: "wait.opened", activation, attempt, index, on, untilMs });
  const came = received(drive, work, on);
  if (came) return came;
  const { now, parkAfterMs } = drive.deps;
  const expire = () => {
    if (drive.work.get(activation) !== work || drive.phase !== "running") return;
    work.wait = null;
    record(drive, { type: "timer.fired", activation });
    if (on.kind === "task") extrasOf(drive).closedTasks.push({ id: on.taskId, status: "expired" });
    goOn({ ok: true, value: waitResult(on, null) });
  };
  work.wait = {
    on,
    untilMs,
    parkFromMs: untilMs === null || untilMs - now() > parkAfterMs ? now() : Infinity,
    alarm: untilMs === null ? null : setAlarm(now, untilMs, () => guarded(drive, expire)),
    onMessage: () => {
      const settled = received(drive, work, on);
      if (settled) goOn(settled);
    },
  };
  drive.deps.look(drive);
  return null;
}

function endOf(effect: Awaited): number | null {
  return effect.kind === "signal" ? effect.request.untilMs : effect.request.dueMs;
}

function waitedFor(drive: Drive, work: Work, effect: Awaited): WaitedFor {
  if (effect.kind === "signal") return { kind: "signal", names: effect.request.names };
  return { kind: "task", taskId: openTask(drive, work, effect.request) };
}

/** The task becomes visible in the entry that says that the step waits for it. */
function openTask(drive: Drive, { activation }: Work, request: TaskRequest) {
  const id = idOf("task", randomUUID().replaceAll("-", ""));
  extrasOf(drive).tasks.push({ ...request, id, workflowId: drive.identity.workflowId, activation });
  return id;
}

/** Takes what a wait is for out of the inbox, writes it down and answers it; null when it has not come. */
function received(drive: Drive, work: Work, on: WaitedFor): SettledEffect | null {
  const { activation, attempt } = work;
  const message = takeMessage(drive, activation, namesOf(on));
  if (!message) return null;
  work.wait?.alarm?.cancel();
  work.wait = null;
  const name = on.kind === "signal" ? message.name.slice(signalPrefix.length) : message.name;
  const { sentBy: by, stored, value } = message;
  const index = work.asked - 1;
  record(drive, { type: "signal.received", activation, attempt, index, name, by, value: stored });
  return { ok: true, value: waitResult(on, { name, by, value }) };
}

const signalPrefix = "signal/";

function namesOf(on: WaitedFor): readonly string[] {
  if (on.kind === "signal") return on.names.map((name) => signalPrefix + name);
  return on.kind === "task" ? [`task/${on.taskId}`] : [];
}
