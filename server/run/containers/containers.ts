import { caps } from "#core/caps.ts";
import { type Failure, failure } from "#core/failure.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { nodeOfActivation, pathOfActivation } from "#core/schedule/activation-id.ts";
import type { ActivationId } from "#core/schedule/event.ts";
import { type IndexedNode, indexedNode } from "#core/schedule/index-plan.ts";
import { isOpen } from "#core/schedule/is-open.ts";
import { type Drive, record } from "../drive/drive.ts";
import { emitValue, failStep, type Place } from "../drive/settle-step.ts";
import type { StepInput } from "../drive/step-input.ts";
import { attemptOf } from "../drive/tries.ts";
import { bodyFormula } from "./body-formula.ts";
import { containerWork } from "./container-work.ts";
import { type ContainerWork, type EachWork, type Frame, frameAt, lastOutput, type StatesWork } from "./frames.ts";
import { beginRounds } from "./rounds.ts";

type Given = Pick<StepInput, "input"> & { readonly config: Readonly<Record<string, unknown>> };

/** Carries out `start` for a container: what it works on is known now, and it says how it begins. */
export function openContainer(drive: Drive, place: Place, { config, input }: Given): void {
  const { activation, node, frame, startedAt } = place;
  const work = containerWork(node, { config, input, openedAt: startedAt });
  if (!work) {
    failStep(drive, place, failure("config", "“List” must be a list. Point the formula at a list."));
    return;
  }
  frame.containers.set(node.node.id, work);
  switch (work.kind) {
    case "each": {
      const parallel = typeof config.parallel === "number" ? config.parallel : 1;
      record(drive, { type: "each.opened", activation, count: work.list.length, parallel, onError: work.onError });
      return;
    }
    case "repeat":
      beginRounds(drive, place, work);
      return;
    default:
      record(drive, { type: "activation.started", activation, attempt: attemptOf(drive, activation) }, null, startedAt);
  }
}

/**
 * Carries out `end-item`: keeps the item's result and forgets the rest of it. Answers the failure of the result
 * formula when it must fail the whole container.
 */
export function endItem(drive: Drive, container: ActivationId, item: number, cause: Failure | null): Failure | null {
  const place = openPlace(drive, container);
  const work = place?.frame.containers.get(place.node.node.id);
  if (!place || !work) return null;
  const { node } = place;
  const frame = work.frames.get(item);
  work.frames.delete(item);
  switch (work.kind) {
    case "each":
      return endEachItem(drive, node, work, { item, frame, cause });
    case "repeat": {
      const result = resultOf(drive, node, frame, work.value);
      if (!result.ok) return result.failure;
      work.value = result.value;
      work.last = frame ?? null;
      return null;
    }
    case "states":
      if (frame) endVisit(node, work, frame);
      return null;
    case "state":
      work.body = frame ?? null;
      if (frame && node.body && frame.delivered.size > 0) work.value = lastOutput(frame, node.body.nodes);
      return null;
  }
}

/** Fails a container whose item failed, or whose item's result could not be computed. */
export function failContainer(drive: Drive, container: ActivationId, cause: Failure): void {
  const place = openPlace(drive, container);
  // One that has begun anew in between has nothing to do with the failure of the try before.
  if (place?.frame.containers.has(place.node.node.id)) failStep(drive, place, cause);
}

/** Carries out `close`: an each gives its results in the order of the items, a machine what its last state gave. */
export function closeContainer(drive: Drive, container: ActivationId): void {
  const place = openPlace(drive, container);
  const work = place?.frame.containers.get(place.node.node.id);
  if (!place || !work) return;
  emitValue(drive, place, { port: "out", value: resultOfAll(work) });
}

function resultOfAll(work: ContainerWork): Json {
  switch (work.kind) {
    case "each": {
      const results = work.results.filter(() => true);
      if (work.onError === "stop") return results;
      const errors = work.errors.toSorted((a, b) => a.index - b.index).map((error): JsonObject => error);
      return { results, errors };
    }
    case "states":
      return { state: work.state, result: work.value, visits: work.visits };
    default:
      return work.value;
  }
}

/**
 * Where a container is that has begun, and since when. Null when it is over: something may have ended it, or what it is
 * in, after the command was given.
 */
export function openPlace(drive: Drive, activation: ActivationId): Place | null {
  if (!isOpen(drive.index, drive.state, activation)) return null;
  const node = indexedNode(drive.index, nodeOfActivation(activation));
  const frame = frameAt(drive.root, node, pathOfActivation(activation));
  const startedAt = frame.containers.get(node.node.id)?.openedAt ?? drive.deps.now();
  return { activation, node, frame, startedAt };
}

type Ended = { readonly item: number; readonly frame: Frame | undefined; readonly cause: Failure | null };

function endEachItem(drive: Drive, node: IndexedNode, work: EachWork, { item, frame, cause }: Ended): Failure | null {
  const result = cause ? { ok: false as const, failure: cause } : resultOf(drive, node, frame, work.list[item] ?? null);
  if (result.ok) {
    work.results[item] = result.value;
    return take(work, result.value);
  }
  const { code, message } = result.failure;
  const error = { index: item, code, message };
  work.errors.push(error);
  // Of a container that stops the failure itself is the result.
  if (work.onError === "stop") return cause ? null : result.failure;
  return take(work, error);
}

/** Results that would be too large for one value in the end are refused as soon as they are, not when all are there. */
function take(work: EachWork, part: Json): Failure | null {
  work.bytesLeft -= JSON.stringify(part).length + 1;
  if (work.bytesLeft >= 0) return null;
  const mb = caps.valueBytes / 1024 / 1024;
  const message = `The results of all items are together larger than ${mb} MB. Give less in “Result of each item”.`;
  return failure("cap", message);
}

/** What the one state of a visit gave is there for the next ones. */
function endVisit(node: IndexedNode, work: StatesWork, frame: Frame): void {
  work.visits += 1;
  for (const [id, { value }] of frame.delivered) {
    const state = node.body?.nodes.find((one) => one.node.id === id);
    if (!state) continue;
    work.value = value;
    work.state = state.node.key;
    work.latest[state.node.key] = value;
  }
}

function resultOf(drive: Drive, node: IndexedNode, frame: Frame | undefined, item: Json) {
  if (!frame || !node.body) return { ok: true as const, value: item };
  const formula = node.node.config.result;
  if (formula === null || formula === undefined)
    return { ok: true as const, value: lastOutput(frame, node.body.nodes) };
  return bodyFormula(drive, formula, { steps: frame.steps, item, index: frame.index });
}
