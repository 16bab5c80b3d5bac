import type { SettledEffect } from "#core/effects/effect.ts";
import type { EmitEventRequest } from "#core/effects/emit-event.ts";
import { type Drive, extrasOf } from "../drive/drive.ts";
import type { Work } from "../drive/work.ts";
import { encodeValue } from "../journal/stored-values.ts";
import type { Settling } from "./settling.ts";

/**
 * Carries out `emit-event`: the event becomes a row in the very entry that says that the step has emitted it, so it is
 * told exactly once. Its id is the effect's key, so a step that is tried again tells nothing twice.
 */
export function emitEvent(
  drive: Drive,
  work: Work,
  { name, value }: EmitEventRequest,
  { write }: Pick<Settling, "write">,
): SettledEffect {
  const encoding = encodeValue(value);
  if (!encoding.ok) return write({ ok: false, failure: encoding.failure }, 0);
  const { stored, blob } = encoding.encoded;
  const { id: runId, workflowId } = drive.identity;
  if (blob) drive.blobs.push(blob);
  extrasOf(drive).emissions.push({
    id: `${runId}/${work.activation}/${work.asked - 1}`,
    kind: "event",
    name,
    value: stored,
    workflowId,
    handlerWorkflowId: null,
  });
  return write({ ok: true, value: null }, 0);
}
