import type { Failure } from "#core/failure.ts";
import type { Json } from "#core/json/json.ts";
import { nodeOfActivation, pathOfActivation } from "#core/schedule/activation-id.ts";
import type { ActivationId, RunEvent, StoredValue } from "#core/schedule/event.ts";
import { failureValue } from "#core/schedule/failure-value.ts";
import { errorPort, indexedNode } from "#core/schedule/index-plan.ts";
import { outstanding } from "#core/schedule/outstanding.ts";
import { transition } from "#core/schedule/transition.ts";
import { containerWork } from "../containers/container-work.ts";
import { endItem, failContainer } from "../containers/containers.ts";
import { deliver, frameAt } from "../containers/frames.ts";
import type { Drive } from "../drive/drive.ts";
import { absentReasons, givenTo } from "../drive/given-to.ts";
import { limitContainer } from "../drive/start-step.ts";
import { resolveConfig } from "../drive/step-input.ts";
import { forgetTry } from "../drive/tries.ts";
import type { Recorded } from "../drive/work.ts";
import type { JournalPiece } from "../journal/read-journal.ts";
import { keep } from "../waiting/inbox.ts";
import { newRecorded, noteEvent } from "../waiting/recorded.ts";

type Blobs = JournalPiece["blobs"];

/**
 * Brings a new drive to where its journal ends: the scheduler's state, the values of its frames, the results that steps
 * at work have already got. `take` is given the journal piece by piece, and `finish` makes what is left to do its
 * commands. Pure but for the drive: nothing is written or asked.
 */
export function resume(drive: Drive): {
  readonly take: (piece: JournalPiece) => void;
  readonly finish: () => void;
} {
  const failing = new Map<ActivationId, Failure>();
  return {
    take: ({ events, blobs }) => {
      for (const event of events) replay(drive, event, blobs, failing);
    },
    finish: () => {
      drive.commands = [...outstanding(drive.index, drive.state)];
      for (const [activation, { startedAt }] of drive.recorded) {
        const place = placeIn(drive, activation);
        if (place.node.body && startedAt !== null) limitContainer(drive, { ...place, activation, startedAt });
      }
      // A result formula that failed just before the crash: failing its container was still to be written.
      for (const [container, cause] of failing) failContainer(drive, container, cause);
    },
  };
}

/** `failing`: containers whose result could not be computed, until the journal says what came of that. */
function replay(drive: Drive, event: RunEvent, blobs: Blobs, failing: Map<ActivationId, Failure>): void {
  drive.seq = event.seq;
  remember(drive, event, blobs);
  if ("activation" in event && event.activation !== null) failing.delete(event.activation);
  const [state, commands] = transition(drive.index, drive.state, event);
  drive.state = state;
  for (const command of commands) {
    if (command.type !== "end-item") continue;
    const cause = endItem(drive, command.container, command.item, command.failure);
    if (cause) failing.set(command.container, cause);
  }
}

/** The values of an event, before the scheduler takes it. */
function remember(drive: Drive, event: RunEvent, blobs: Blobs): void {
  switch (event.type) {
    case "run.started":
      drive.input = storedValue(event.input, blobs);
      return;
    case "each.opened":
    case "repeat.continued":
      reopen(drive, event.activation, event.at);
      return;
    case "activation.emitted":
      give(drive, event.activation, { port: event.port, value: storedValue(event.output, blobs) });
      return;
    case "activation.failed":
      fail(drive, event.activation, event.failure);
      return;
    case "attempt.failed": {
      const { activation, attempt, retryAtMs } = event;
      forgetTry(drive, { ...placeIn(drive, activation), activation }, { attempt: attempt + 1, retryAtMs });
      return;
    }
    case "activation.started":
      recordedOf(drive, event.activation).startedAt = event.at;
      if (isOpenedByStart(drive, event.activation)) reopen(drive, event.activation, event.at);
      return;
    case "effect.settled":
    case "timer.set":
    case "timer.fired":
    case "wait.opened":
      noteEvent(recordedOf(drive, event.activation), event, (stored) => storedValue(stored, blobs));
      return;
    case "signal.received":
      keepSignal(drive, event, blobs);
      noteEvent(recordedOf(drive, event.activation), event, (stored) => storedValue(stored, blobs));
      return;
  }
}

function keepSignal(drive: Drive, event: RunEvent & { readonly type: "signal.received" }, blobs: Blobs): void {
  const { activation, name, by: sentBy, value: stored } = event;
  if (drive.recorded.get(activation)?.wait?.on.kind !== "signal") return;
  keep(drive, { activation, name: `signal/${name}`, stored, value: storedValue(stored, blobs), sentBy });
}

function storedValue(stored: StoredValue, blobs: Blobs): Json {
  return "value" in stored ? stored.value : (blobs.get(stored.blob) ?? null);
}

function recordedOf(drive: Drive, activation: ActivationId): Recorded {
  const known = drive.recorded.get(activation);
  if (known) return known;
  const fresh = newRecorded(1, null);
  drive.recorded.set(activation, fresh);
  return fresh;
}

function give(drive: Drive, activation: ActivationId, given: { port: string; value: Json }): void {
  const { node, frame } = placeIn(drive, activation);
  deliver(frame, node, given);
  drive.recorded.delete(activation);
  if (node.node.kind === "respond") drive.answer ??= { status: 200, headers: {}, body: null };
}

function fail(drive: Drive, activation: ActivationId, cause: Failure): void {
  const { node, frame } = placeIn(drive, activation);
  if (node.catchesFailure) deliver(frame, node, { port: errorPort, value: failureValue(cause) });
  frame.containers.delete(node.node.id);
  drive.recorded.delete(activation);
}

/** States and state machines begin with the event that says so. */
function isOpenedByStart({ index }: Drive, activation: ActivationId): boolean {
  const { kind } = indexedNode(index, nodeOfActivation(activation)).node;
  return kind === "state" || kind === "states";
}

/** Reads a container's list again: its settings are pure, and everything they read is in the journal before it. */
function reopen(drive: Drive, activation: ActivationId, openedAt: number): void {
  const { node, frame } = placeIn(drive, activation);
  const definition = drive.deps.registry.get(node.node.type);
  // A repeat that goes on has been opened before.
  if (!definition || frame.containers.has(node.node.id)) return;
  const { scope, input } = givenTo(drive, { node, frame }, definition);
  const resolved = resolveConfig(definition, node.node, scope, () => absentReasons(drive, node, activation));
  const work = resolved.ok ? containerWork(node, { config: resolved.config, input, openedAt }) : null;
  if (work) frame.containers.set(node.node.id, work);
}

function placeIn(drive: Drive, activation: ActivationId) {
  const node = indexedNode(drive.index, nodeOfActivation(activation));
  return { node, frame: frameAt(drive.root, node, pathOfActivation(activation)) };
}
