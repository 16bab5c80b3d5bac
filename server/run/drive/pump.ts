import { assertNever } from "#core/invariant.ts";
import type { Ending, RunCommand } from "#core/schedule/run-state.ts";
import { closeContainer, endItem, failContainer, openPlace } from "../containers/containers.ts";
import { leaveState } from "../containers/leave-state.ts";
import { continueRounds } from "../containers/rounds.ts";
import { abandonWait } from "../waiting/abandon-wait.ts";
import { type Drive, record } from "./drive.ts";
import { guarded, leave } from "./leave-memory.ts";
import { startStep } from "./start-step.ts";
import { inTurn } from "./take-turns.ts";
import { writeDown } from "./write-down.ts";

/** One run gives way to the others after so long; milliseconds. */
const turnMsMax = 10;
/** So many entries of one run may be on their way to the journal before it takes its next turn. */
const entriesAheadMax = 2;

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
  if (drive.underWay < entriesAheadMax) inTurn(() => pump(drive));
  else drive.afterNewest.push(() => pump(drive));
}

/** True when nothing is left; false when the turn is over before that. */
function carryOutAll(drive: Drive): boolean {
  const until = performance.now() + turnMsMax;
  for (;;) {
    const command = drive.commands[drive.at];
    if (!command) {
      drive.commands = [];
      drive.at = 0;
      return true;
    }
    drive.at += 1;
    carryOut(drive, command);
    // A clock costs 30 ns, a step a microsecond or, with a heavy formula, more than a turn.
    if (performance.now() > until) return false;
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
