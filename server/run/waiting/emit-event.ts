import type { SettledEffect } from "#core/effects/effect.ts";
import type { EmitEventRequest } from "#core/effects/emit-event.ts";
import { isJsonObject, type Json } from "#core/json/json.ts";
import { type Drive, extrasOf } from "../drive.ts";
import { encodeValue } from "../stored-values.ts";
import type { Work } from "../work.ts";
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
    depth: depthOf(drive) + 1,
  });
  return write({ ok: true, value: null }, 0);
}

/** How many events led to this run. */
function depthOf({ identity, input }: Drive): number {
  if (identity.triggerKind !== "event" || !isJsonObject(input)) return 0;
  const source: Json | undefined = input.source;
  return isJsonObject(source) && typeof source.depth === "number" ? source.depth : 0;
}
