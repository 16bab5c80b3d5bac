import { nodeOfActivation } from "#core/schedule/activation-id.ts";
import type { ActivationId } from "#core/schedule/event.ts";
import { indexedNode } from "#core/schedule/index-plan.ts";
import { type Drive, extrasOf, record } from "../drive/drive.ts";
import type { Message } from "./message.ts";

/*
 * A run's inbox as its drive knows it. What came is kept until the step that it is for waits for it:
 *
 *     sent (a row) --> seen (here) --> taken: out of here, and `taken_at` in the entry that holds what follows
 *
 * A row is seen when the run is loaded, when this process is poked, and once a second. It may be seen again until the
 * entry is durable, so what was taken is remembered.
 */

/** Puts what came into the drive's hands. A step that waits for it goes on; call `pump` afterwards. */
export function receive(drive: Drive, message: Message): void {
  const key = keyOf(message.activation, message.name);
  if (drive.taken.has(key) || drive.inbox.has(key)) return;
  if (message.activation === "run") {
    if (message.name === "cancel") cancel(drive, message);
    return;
  }
  drive.inbox.set(key, message);
  drive.work.get(message.activation)?.wait?.onMessage?.();
}

function cancel(drive: Drive, message: Message): void {
  const { status, ending } = drive.state;
  if (status !== "running" || ending) return;
  take(drive, message);
  record(drive, { type: "run.cancel-requested", by: message.sentBy ?? "" });
}

/** The first of these names that has come for an activation, taken out of the inbox; null when none has. */
export function takeMessage(drive: Drive, activation: ActivationId, names: readonly string[]): Message | null {
  if (drive.inbox.size === 0) return null;
  for (const name of names) {
    const message = drive.inbox.get(keyOf(activation, name));
    if (!message) continue;
    take(drive, message);
    return message;
  }
  return null;
}

function take(drive: Drive, message: Message): void {
  const { activation, name } = message;
  const key = keyOf(activation, name);
  drive.inbox.delete(key);
  drive.taken.add(key);
  keep(drive, message);
  extrasOf(drive).taken.push({ activation, name });
}

function keyOf(activation: ActivationId | "run", name: string): string {
  return `${activation} ${name}`;
}

/**
 * A signal counts once and for all: a container that is tried again finds those that its earlier try has taken. Kept
 * only where that can happen.
 */
export function keep(drive: Drive, message: Message): void {
  const { activation } = message;
  if (activation === "run" || !message.name.startsWith("signal/")) return;
  for (let { owner } = indexedNode(drive.index, nodeOfActivation(activation)).scope; owner; owner = owner.scope.owner) {
    if ((owner.node.handling?.attempts ?? 1) > 1) {
      drive.kept.set(keyOf(activation, message.name), message);
      return;
    }
  }
}

/** Puts back what an earlier try of a container took; `isInside` says what belongs to it. */
export function giveAgain(drive: Drive, isInside: (activation: ActivationId) => boolean): void {
  for (const [key, message] of drive.kept) {
    if (message.activation === "run" || !isInside(message.activation)) continue;
    drive.kept.delete(key);
    drive.taken.delete(key);
    drive.inbox.set(key, message);
  }
}
