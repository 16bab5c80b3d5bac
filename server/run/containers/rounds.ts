import { failure } from "#core/failure.ts";
import type { ActivationId } from "#core/schedule/event.ts";
import { type Drive, record } from "../drive/drive.ts";
import { emitValue, failStep, type Place } from "../drive/settle-step.ts";
import { bodyFormula } from "./body-formula.ts";
import type { RepeatWork } from "./frames.ts";

/** A repeat begins with its first round, unless it is to go on while a condition holds that does not. */
export function beginRounds(drive: Drive, place: Place, work: RepeatWork): void {
  if (place.node.node.config.mode === "while") nextRound(drive, place, work, 0);
  else record(drive, { type: "repeat.continued", activation: place.activation, item: 0 });
}

/** Carries out `continue`: asks the condition whether round `item` follows. */
export function continueRounds(drive: Drive, place: Place | null, item: number): void {
  const work = place?.frame.containers.get(place.node.node.id);
  if (place && work?.kind === "repeat") nextRound(drive, place, work, item);
}

function nextRound(drive: Drive, place: Place, work: RepeatWork, item: number): void {
  const { mode, condition, limit, onLimit } = place.node.node.config;
  const steps = (work.last ?? place.frame).steps;
  const asked = bodyFormula(drive, condition ?? null, { steps, item: work.value, index: item });
  if (!asked.ok) failStep(drive, place, asked.failure);
  else if (typeof asked.value !== "boolean") failStep(drive, place, noCondition);
  else if (asked.value !== (mode === "while")) emitValue(drive, place, { port: "out", value: work.value });
  else if (item < (typeof limit === "number" ? limit : roundsMax)) goOn(drive, place.activation, item);
  else if (onLimit === "finish") emitValue(drive, place, { port: "out", value: work.value });
  else failStep(drive, place, tooManyRounds(item));
}

function goOn(drive: Drive, activation: ActivationId, item: number): void {
  record(drive, { type: "repeat.continued", activation, item });
}

const roundsMax = 100;

const noCondition = failure(
  "config",
  "“Condition” gives no true or false. Compare with something, as in item.status == 'done'.",
);

function tooManyRounds(rounds: number) {
  const message = `It went round ${rounds} times, which is its limit, and the condition still says to go on. Check the condition, or raise the limit.`;
  return failure("limit", message);
}
