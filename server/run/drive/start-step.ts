import { failure } from "#core/failure.ts";
import type { NodeDefinition, RunArgs } from "#core/node-kit/define-node.ts";
import { nodeOfActivation, pathOfActivation } from "#core/schedule/activation-id.ts";
import type { ActivationId } from "#core/schedule/event.ts";
import { indexedNode } from "#core/schedule/index-plan.ts";
import { isOpen } from "#core/schedule/is-open.ts";
import { openContainer } from "../containers/containers.ts";
import { frameAt } from "../containers/frames.ts";
import { type Drive, record } from "./drive.ts";
import { absentReasons, givenTo } from "./given-to.ts";
import { continueStep } from "./perform-effects.ts";
import { emitValue, failStep, failureOf, type Place, settleStep } from "./settle-step.ts";
import { passPort, resolveConfig } from "./step-input.ts";
import { attemptOf, limitTime, pause } from "./tries.ts";
import type { Work } from "./work.ts";

/** Carries out the scheduler's `start`: runs a step as far as it goes without the world, or opens a container. */
export function startStep(drive: Drive, activation: ActivationId): void {
  // It may have been cancelled by something that happened after the command was given.
  if (!isOpen(drive.index, drive.state, activation)) return;
  const node = indexedNode(drive.index, nodeOfActivation(activation));
  const frame = frameAt(drive.root, node, pathOfActivation(activation));
  const recorded = drive.recorded.get(activation);
  const place: Place = { activation, node, frame, startedAt: recorded?.startedAt ?? drive.deps.now() };
  if (recorded?.retryAtMs != null && recorded.startedAt === null && recorded.retryAtMs > drive.deps.now()) {
    pause(drive, place, recorded.retryAtMs);
    return;
  }
  const definition = drive.deps.registry.get(node.node.type);
  // What starts a run was given by whoever started it; a sample does not stand in for that.
  const pinned = node.node.kind === "trigger" ? undefined : drive.pins.get(node.node.id);
  if (pinned !== undefined) {
    emitValue(drive, place, { port: passPort(definition, node.node), value: pinned });
    return;
  }
  const given = givenTo(drive, place, definition);
  if (node.node.disabled) {
    emitValue(drive, place, { port: passPort(definition, node.node), value: given.input });
    return;
  }
  if (!definition) {
    const message = `This server does not know steps of the type “${node.node.type}”. Update it, or replace the step.`;
    failStep(drive, place, failure("config", message));
    return;
  }
  const resolved = resolveConfig(definition, node.node, given.scope, () => absentReasons(drive, node, activation));
  if (!resolved.ok) failStep(drive, place, resolved.failure);
  else if (node.body) {
    limitContainer(drive, place);
    openContainer(drive, place, { ...given, config: resolved.config });
  } else runStep(drive, place, definition, { ...given, config: resolved.config });
}

type Args = Pick<RunArgs<Readonly<Record<string, unknown>>>, "config" | "input" | "inputs">;

/** Runs a step, or the end of a state, as far as it goes without the world. */
export function runStep(drive: Drive, place: Place, definition: NodeDefinition, args: Args): void {
  const { activation, startedAt, node } = place;
  const attempt = attemptOf(drive, activation);
  try {
    const { config, input, inputs } = args;
    const answer = definition.run?.({ config, input, inputs, now: startedAt, attempt });
    if (!answer) failStep(drive, place, failure("internal", `Steps of the type “${definition.type}” do not run.`));
    else if ("kind" in answer) settleStep(drive, place, answer);
    else {
      const work = workAt(drive, place, answer);
      const { handling } = node.node;
      if (handling) limitTime(drive, work, handling, (cause) => failStep(drive, work, cause));
      continueStep(drive, work, null);
    }
  } catch (thrown) {
    failStep(drive, place, failureOf(drive, thrown, activation));
  }
}

/** A container with a time limit is at work from its beginning until it settles, whatever happens inside. */
export function limitContainer(drive: Drive, place: Place): void {
  const { handling } = place.node.node;
  if (typeof handling?.timeoutSeconds !== "number") return;
  const work = workAt(drive, place, null);
  limitTime(drive, work, handling, (cause) => failStep(drive, place, cause));
  // States and state machines write this themselves: it is how they answer `start`.
  const { kind } = place.node.node;
  if (work.announced || kind === "state" || kind === "states") return;
  work.announced = true;
  const { activation, startedAt } = place;
  record(drive, { type: "activation.started", activation, attempt: work.attempt }, null, startedAt);
}

function workAt(drive: Drive, place: Place, steps: Work["steps"]): Work {
  const { activation } = place;
  const work: Work = {
    ...place,
    steps,
    controller: new AbortController(),
    attempt: attemptOf(drive, activation),
    // A state has said that it began when it was entered.
    announced: place.node.node.kind === "state" || drive.recorded.get(activation)?.startedAt != null,
    asked: 0,
    wait: null,
    limit: null,
  };
  drive.work.set(activation, work);
  return work;
}
