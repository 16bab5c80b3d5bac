import { invariant } from "#core/invariant.ts";
import { nodeOfActivation } from "#core/schedule/activation-id.ts";
import { lastOutput } from "../containers/frames.ts";
import { encodeValue } from "../journal/stored-values.ts";
import { childEndValue, childMessageName } from "../waiting/wait-result.ts";
import { type Drive, extrasOf, type RunEnd } from "./drive.ts";
import { failureEmission } from "./failure-emission.ts";

/** What goes out with the end: to the run that started this one, and to workflows that hear of failures. */
export function tellOthers(drive: Drive): void {
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

/** How a run ended whose end is in the journal. */
export function endOf(drive: Drive): RunEnd {
  const { ending } = drive.state;
  const nothing = { output: null, failure: null, failedNode: null };
  if (ending?.outcome === "failed") {
    const failedNode = ending.activation && nodeOfActivation(ending.activation);
    return { ...nothing, status: "failed", failure: ending.failure, failedNode };
  }
  if (ending?.outcome !== "succeeded") return { ...nothing, status: "cancelled" };
  return { ...nothing, status: "succeeded", output: lastOutput(drive.root, drive.index.root.nodes) };
}
