import type { NodeId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import type { RunEvent } from "#core/schedule/event.ts";
import type { PlanIndex } from "#core/schedule/index-plan.ts";
import type { Admission } from "#db/queries/accept-runs.ts";
import type { RunWaiters } from "../drive/drive.ts";
import type { Driving } from "../driving.ts";
import { eventRow } from "../journal/event-row.ts";
import type { AppendResult } from "../journal/journal.ts";
import type { Encoded } from "../journal/stored-values.ts";
import type { RunIdentity } from "../run-identity.ts";
import { replaceOldest } from "./replace-oldest.ts";
import { claimForRoom } from "./room.ts";

export type RunToAccept = {
  readonly identity: RunIdentity;
  readonly index: PlanIndex;
  readonly input: Encoded;
  readonly pins: ReadonlyMap<NodeId, Json>;
  /** Unix milliseconds. */
  readonly startedAt: number;
  readonly admission: Admission | null;
};

/**
 * Accepts a run without driving it: it lies in the database as `queued`, and once that is durable those who drive runs
 * are told. Whoever claims it begins from its journal, as with a run that was put away. Answers what became of it.
 */
export function queueRun(driving: Driving, run: RunToAccept): Promise<AppendResult> {
  const { deps } = driving;
  const { identity, input, pins, startedAt, admission } = run;
  const { workspaceId, workflowId, id: runId, triggerNode } = identity;
  const event: RunEvent = { type: "run.started", trigger: triggerNode, input: input.stored, seq: 1, at: startedAt };
  const change = { status: "queued", endedAt: null, failure: null, failedNode: null, wakeAt: null } as const;
  const accept = {
    ...identity,
    pins: pins.size > 0 ? JSON.stringify(Object.fromEntries(pins)) : null,
    startedAt,
    admission,
  };
  const events = [eventRow(event, input.text)];
  const blobs = input.blob ? [input.blob] : [];
  return new Promise((resolve) => {
    const entry = { workspaceId, workflowId, runId, epoch: 1, accept, events, blobs, change };
    deps.journal.append(entry, (result) => {
      if (result === "durable") {
        deps.live.publish(identity, [event], change);
        tellDrivers(driving, run);
      }
      resolve(result);
    });
  });
}

function tellDrivers(driving: Driving, { identity, admission }: RunToAccept): void {
  const { claims, dispatcher } = driving;
  const { workspaceId, id: runId, workflowId } = identity;
  const gate = admission?.gate;
  if (gate?.whenBusy === "replace") void replaceOldest(driving, { workspaceId, gate: workflowId, limit: gate.limit });
  if (!dispatcher.drivesWhatItAccepts) {
    dispatcher.handOver({ workspaceId, runId, priority: admission?.priority ?? 0 });
  } else if (gate) claims.openGate({ workspaceId, gate: workflowId });
  else {
    driving.hasBacklog = true;
    claimForRoom(driving);
  }
}

/** Callers of a queued run hear of it when it goes on in this process, or when another one tells how it went. */
export function waitForQueued(driving: Driving, { workspaceId, id }: RunIdentity, callers: RunWaiters): void {
  const drive = driving.drives.get(id);
  if (drive) Object.assign(drive.waiters, callers, { isElsewhere: false });
  else driving.waitingCallers.set(id, callers);
  driving.onCallersWait(workspaceId, id);
}
