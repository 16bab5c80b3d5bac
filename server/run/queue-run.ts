import type { NodeId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import type { RunEvent } from "#core/schedule/event.ts";
import type { RunWaiters } from "./drive.ts";
import type { Driving } from "./driving.ts";
import { eventRow } from "./event-row.ts";
import type { AppendResult } from "./journal.ts";
import type { RunIdentity } from "./run-identity.ts";
import type { Encoded } from "./stored-values.ts";

export type RunToQueue = {
  readonly identity: RunIdentity;
  readonly input: Encoded;
  readonly pins: ReadonlyMap<NodeId, Json>;
  /** Unix milliseconds. */
  readonly startedAt: number;
  readonly priority: number;
  /** Told when the run goes on in this process, or when another one tells how it went. */
  readonly callers: RunWaiters;
};

/**
 * Accepts a run without driving it: it lies in the database as `queued`, and once that is durable the workers are told.
 * Whoever claims it begins from its journal, as with a run that was put away. Answers what became of the first entry.
 */
export function queueRun(driving: Driving, run: RunToQueue): Promise<AppendResult> {
  const { deps, dispatcher, waitingCallers } = driving;
  const { identity, input, pins, startedAt, priority, callers } = run;
  const { workspaceId, id: runId, triggerNode } = identity;
  const event: RunEvent = { type: "run.started", trigger: triggerNode, input: input.stored, seq: 1, at: startedAt };
  const change = { status: "queued", endedAt: null, failure: null, failedNode: null, wakeAt: null } as const;
  const accept = {
    ...identity,
    pins: pins.size > 0 ? JSON.stringify(Object.fromEntries(pins)) : null,
    startedAt,
  };
  const events = [eventRow(event, input.text)];
  const blobs = input.blob ? [input.blob] : [];
  waitingCallers.set(runId, callers);
  return new Promise((resolve) => {
    deps.journal.append({ workspaceId, runId, epoch: 1, accept, events, blobs, change }, (result) => {
      if (result === "durable") {
        deps.live.publish(identity, [event], change);
        dispatcher.handOver({ workspaceId, runId, priority });
        driving.onCallersWait(workspaceId, runId);
      } else waitingCallers.delete(runId);
      resolve(result);
    });
  });
}
