import { assertNever, invariant } from "#core/invariant.ts";
import { nodeOfActivation } from "#core/schedule/activation-id.ts";
import type { Ending, RunCommand } from "#core/schedule/run-state.ts";
import type { NewRunRow } from "#db/queries/accept-runs.ts";
import type { JournalEntry, RunChange } from "#db/queries/journal.ts";
import { closeContainer, endItem, failContainer, openPlace } from "./containers.ts";
import { type Drive, detached, extrasOf, type RunEnd, record } from "./drive.ts";
import { failureEmission } from "./failure-emission.ts";
import { lastOutput } from "./frames.ts";
import { giveUp, guarded, leave, leaveMemory } from "./leave-memory.ts";
import { leaveState } from "./leave-state.ts";
import { continueRounds } from "./rounds.ts";
import { startStep } from "./start-step.ts";
import { encodeValue } from "./stored-values.ts";
import { abandonWait } from "./waiting/abandon-wait.ts";
import { childEndValue, childMessageName } from "./waiting/wait-result.ts";

/** One run gives way to the others after so long; milliseconds. */
const turnMsMax = 10;
/** So many entries of one run may be on their way to the journal before it takes its next turn. */
const entriesAheadMax = 2;
/** The longest waiting time that a webhook can be given. */
const callersWaitMsMax = 300_000;

/** Carries out what the scheduler asked for until nothing is left to do without the world, then writes it down. */
export function pump(drive: Drive): void {
  if (drive.isPumping || drive.phase !== "running") return;
  drive.isPumping = true;
  guarded(drive, () => {
    const isDone = carryOutAll(drive);
    writeDown(drive, isDone);
    if (!isDone) goOn(drive);
  });
  drive.isPumping = false;
}

/**
 * The next turn of a run that has more to do: after the others, and not before the database has kept up. A box of 100,000
 * items is worked through faster than it is written; what is not written yet is held in memory.
 */
function goOn(drive: Drive): void {
  drive.commands = drive.commands.slice(drive.at);
  drive.at = 0;
  if (drive.underWay < entriesAheadMax) setImmediate(() => pump(drive));
  else drive.afterNewest.push(() => pump(drive));
}

/** True when nothing is left; false when the turn is over before that. */
function carryOutAll(drive: Drive): boolean {
  const until = performance.now() + turnMsMax;
  for (let count = 1; ; count++) {
    const command = drive.commands[drive.at];
    if (!command) {
      drive.commands = [];
      drive.at = 0;
      return true;
    }
    drive.at += 1;
    carryOut(drive, command);
    if (count % 32 === 0 && performance.now() > until) return false;
  }
}

function carryOut(drive: Drive, command: RunCommand): void {
  switch (command.type) {
    case "start":
      startStep(drive, command.activation);
      return;
    case "cancel": {
      const work = drive.work.get(command.activation);
      abandonWait(drive, command.activation);
      if (work) leave(drive, work);
      if (drive.recorded.size > 0) drive.recorded.delete(command.activation);
      return;
    }
    case "end-item": {
      const cause = endItem(drive, command.container, command.item, command.failure);
      if (cause) failContainer(drive, command.container, cause);
      return;
    }
    case "continue":
      continueRounds(drive, openPlace(drive, command.activation), command.item);
      return;
    case "leave-state":
      leaveState(drive, command.activation);
      return;
    case "close":
      closeContainer(drive, command.activation);
      return;
    case "fail":
      failContainer(drive, command.activation, command.failure);
      return;
    case "end":
      end(drive, command.ending);
      return;
    default:
      assertNever(command);
  }
}

function end(drive: Drive, ending: Ending): void {
  switch (ending.outcome) {
    case "succeeded":
      record(drive, { type: "run.succeeded" });
      return;
    case "failed":
      record(drive, { type: "run.failed", failure: ending.failure, activation: ending.activation });
      return;
    case "cancelled":
      record(drive, { type: "run.cancelled" });
      return;
    default:
      assertNever(ending);
  }
}

/** Hands what has been recorded to the journal, with the run's new status when it ends or only sleeps. */
function writeDown(drive: Drive, isDone: boolean): void {
  const rest = isDone ? restOf(drive) : null;
  const change = changeOf(drive, rest);
  if (drive.rows.length === 0 && !change && !drive.extras) return;
  if (rest) drive.phase = "parking";
  const { workspaceId, workflowId, id: runId } = drive.identity;
  const accept = drive.isAccepted ? null : newRow(drive);
  drive.isAccepted = true;
  if (change?.endedAt != null) tellOthers(drive);
  const { events, rows, blobs, extras, afterwards } = drive;
  const written = { accept, events: rows, blobs, change, extras };
  const entry: JournalEntry = { workspaceId, workflowId, runId, epoch: drive.epoch, ...written };
  drive.events = [];
  drive.rows = [];
  drive.blobs = [];
  drive.extras = null;
  drive.afterwards = [];
  drive.afterNewest = afterwards;
  drive.underWay += 1;
  drive.deps.journal.append(entry, (result) => {
    drive.underWay -= 1;
    if (drive.phase === "over") return;
    if (result !== "durable") {
      giveUp(drive, result);
      return;
    }
    guarded(drive, () => {
      drive.deps.live.publish(drive.identity, events, change);
      if (accept) drive.waiters.accepted?.("durable");
      if (accept) drive.waiters.accepted = null;
      for (const then of afterwards) then();
      if (rest) leaveMemory(drive, wakesTooLate(drive, rest) ? detached : null);
      else if (change && change.status !== "running") leaveMemory(drive, endOf(drive));
    });
  });
}

/** No caller waits that long, so none is kept in memory for it: a hook answers 202 now. */
function wakesTooLate({ deps }: Drive, { wakeAt, isForChild }: Rest): boolean {
  if (isForChild) return false;
  return wakeAt === null || wakeAt - deps.now() > callersWaitMsMax;
}

type Rest = {
  /** When the run goes on by itself, Unix milliseconds; null when only something from outside can wake it. */
  readonly wakeAt: number | null;
  /** A run of another workflow may end at any time. */
  readonly isForChild: boolean;
};

/** Says that the run can be put away, if all it does is wait for long; null otherwise. */
function restOf({ state, work: works, deps }: Drive): Rest | null {
  if (state.status !== "running" || works.size === 0 || deps.parkAfterMs === Infinity) return null;
  const now = deps.now();
  let wakeAt = Infinity;
  let waits = false;
  let isForChild = false;
  for (const { steps, wait, limit } of works.values()) {
    if (limit) wakeAt = Math.min(wakeAt, limit.atMs);
    // A container under a time limit: what runs inside it decides.
    if (!steps && !wait) continue;
    if (!wait || wait.parkFromMs > now) return null;
    if (wait.untilMs !== null) wakeAt = Math.min(wakeAt, wait.untilMs);
    waits = true;
    if (wait.on.kind === "child") isForChild = true;
  }
  if (!waits || wakeAt - now <= deps.parkAfterMs) return null;
  return { wakeAt: wakeAt === Infinity ? null : wakeAt, isForChild };
}

function changeOf(drive: Drive, rest: Rest | null): RunChange | null {
  const nothing = { endedAt: null, failure: null, failedNode: null, wakeAt: null };
  if (rest) return { ...nothing, status: "waiting", wakeAt: rest.wakeAt, seen: drive.seen };
  const { status, ending } = drive.state;
  if (status !== "ended" || !ending) {
    // Its first progress after it was taken over: earlier crashes are forgiven, and listeners hear that it goes on.
    if (!drive.isTakenOver || drive.rows.length === 0) return null;
    drive.isTakenOver = false;
    return { ...nothing, status: "running" };
  }
  const endedAt = drive.events[drive.events.length - 1]?.at ?? drive.deps.now();
  if (ending.outcome !== "failed") return { ...nothing, status: ending.outcome, endedAt };
  const failedNode = ending.activation && nodeOfActivation(ending.activation);
  return { ...nothing, status: "failed", endedAt, failure: JSON.stringify(ending.failure), failedNode };
}

function newRow(drive: Drive): NewRunRow {
  const pins = drive.pins.size > 0 ? JSON.stringify(Object.fromEntries(drive.pins)) : null;
  return { ...drive.identity, pins, startedAt: drive.events[0]?.at ?? drive.deps.now(), admission: drive.admission };
}

/** What goes out with the end: to the run that started this one, and to workflows that hear of failures. */
function tellOthers(drive: Drive): void {
  tellParent(drive);
  const { ending } = drive.state;
  if (ending?.outcome !== "failed") return;
  const failedNode = ending.activation && nodeOfActivation(ending.activation);
  const emission = failureEmission(drive.identity, drive.index, { failure: ending.failure, failedNode });
  if (emission) extrasOf(drive).emissions.push(emission);
}

/** A run that a step of another one started tells it how it ended, in the entry that ends it. */
function tellParent(drive: Drive): void {
  const { workspaceId, id, parentRunId, parentActivation } = drive.identity;
  if (!parentRunId || !parentActivation) return;
  const { encoded, blob } = encodedEnd(endOf(drive));
  if (blob) drive.blobs.push(blob);
  const told = { runId: parentRunId, activation: parentActivation, name: childMessageName(id), value: encoded };
  extrasOf(drive).tells.push({ ...told, sentBy: null });
  drive.afterwards.push(() => drive.deps.poke(workspaceId, parentRunId));
}

function encodedEnd({ status, output, failure: cause }: RunEnd) {
  const end = cause ? childEndValue({ status: "failed", failure: cause }) : { status, output };
  const encoding = encodeValue(end);
  const fits = encoding.ok ? encoding : encodeValue(childEndValue({ status: "failed", failure: encoding.failure }));
  invariant(fits.ok, "a failure fits into a value");
  return { encoded: fits.encoded.stored, blob: fits.encoded.blob };
}

function endOf(drive: Drive): RunEnd {
  const { ending } = drive.state;
  const nothing = { output: null, failure: null, failedNode: null };
  if (ending?.outcome === "failed") {
    const failedNode = ending.activation && nodeOfActivation(ending.activation);
    return { ...nothing, status: "failed", failure: ending.failure, failedNode };
  }
  if (ending?.outcome !== "succeeded") return { ...nothing, status: "cancelled" };
  return { ...nothing, status: "succeeded", output: lastOutput(drive.root, drive.index.root.nodes) };
}
