import { evaluateExpression } from "#core/expression/evaluate.ts";
import { evaluateTemplate } from "#core/expression/template.ts";
import { type Failure, failure } from "#core/failure.ts";
import { isExpr, isTemplate } from "#core/graph/tagged.ts";
import { isJsonList, type Json, type JsonObject } from "#core/json/json.ts";
import { nodeOfActivation, pathOfActivation } from "#core/schedule/activation-id.ts";
import type { ActivationId } from "#core/schedule/event.ts";
import { type IndexedNode, indexedNode } from "#core/schedule/index-plan.ts";
import { type Drive, record, triggerValue } from "./drive.ts";
import { type ContainerWork, type Frame, frameAt, lastOutput } from "./frames.ts";
import { emitValue, failStep, type Place } from "./settle-step.ts";

/** Carries out `start` for a container: its list is known now, items follow. */
export function openContainer(drive: Drive, place: Place, config: Readonly<Record<string, unknown>>): void {
  const { activation, node, frame, startedAt } = place;
  const opened = containerWork(config, startedAt);
  if (!opened) {
    failStep(drive, place, failure("config", "“List” must be a list. Point the formula at a list."));
    return;
  }
  frame.containers.set(node.node.id, opened);
  const parallel = typeof config.parallel === "number" ? config.parallel : 1;
  const { onError, list } = opened;
  record(drive, { type: "each.opened", activation, count: list.length, parallel, onError });
}

/** A container's work with these evaluated settings; null when its list is none. */
export function containerWork(config: Readonly<Record<string, unknown>>, openedAt: number): ContainerWork | null {
  const list = config.list as Json | undefined;
  if (!isJsonList(list)) return null;
  const onError = config.onError === "collect" ? "collect" : "stop";
  return { onError, openedAt, list, frames: new Map(), results: new Map(), errors: new Map() };
}

/**
 * Carries out `end-item`: keeps the item's result and forgets the rest of it. Answers the failure of the result
 * formula when it must fail the whole container.
 */
export function endItem(drive: Drive, container: ActivationId, item: number, cause: Failure | null): Failure | null {
  const { node, work } = containerAt(drive, container);
  if (!work || !node.body) return null;
  const frame = work.frames.get(item);
  work.frames.delete(item);
  const result = cause ? { ok: false as const, failure: cause } : resultOf(drive, node, frame, work.list[item] ?? null);
  if (result.ok) {
    work.results.set(item, result.value);
    return null;
  }
  const { code, message } = result.failure;
  work.errors.set(item, { index: item, code, message });
  return cause || work.onError === "collect" ? null : result.failure;
}

/** Fails a container whose item's result could not be computed. */
export function failContainer(drive: Drive, container: ActivationId, cause: Failure): void {
  failStep(drive, placeOf(drive, container), cause);
}

/** Carries out `close`: the container gives its results in the order of the items. */
export function closeContainer(drive: Drive, container: ActivationId): void {
  const { work } = containerAt(drive, container);
  if (!work) return;
  const results = inOrder(work.results);
  const value: Json =
    work.onError === "stop" ? results : { results, errors: inOrder(work.errors).map((error): JsonObject => error) };
  emitValue(drive, placeOf(drive, container), { port: "out", value });
}

function inOrder<T>(byItem: ReadonlyMap<number, T>): T[] {
  return [...byItem].sort(([a], [b]) => a - b).map(([, value]) => value);
}

function containerAt(drive: Drive, container: ActivationId): { node: IndexedNode; work: ContainerWork | undefined } {
  const { node, frame } = placeOf(drive, container);
  return { node, work: frame.containers.get(node.node.id) };
}

function placeOf(drive: Drive, activation: ActivationId): Place {
  const node = indexedNode(drive.index, nodeOfActivation(activation));
  const frame = frameAt(drive.root, node, pathOfActivation(activation));
  const startedAt = frame.containers.get(node.node.id)?.openedAt ?? drive.deps.now();
  return { activation, node, frame, startedAt };
}

function resultOf(drive: Drive, node: IndexedNode, frame: Frame | undefined, item: Json) {
  const formula = node.node.config.result;
  if (!frame || !node.body) return { ok: true as const, value: item };
  if (!isExpr(formula) && !isTemplate(formula)) {
    return { ok: true as const, value: lastOutput(frame, node.body.nodes) };
  }
  const scope = {
    trigger: triggerValue(drive),
    steps: frame.steps,
    input: item,
    item,
    index: frame.index,
    vars: {},
    run: drive.facts,
  };
  return isExpr(formula) ? evaluateExpression(formula.$expr, scope) : evaluateTemplate(formula, scope);
}
