import type { Failure } from "#core/failure.ts";
import type { RunFact, RunStatus } from "#core/schedule/event.ts";
import type { RunChange } from "#db/queries/journal.ts";
import type { ChangedRun } from "#db/queries/undriven-runs.ts";
import type { Driving } from "../driving.ts";

type Change = { readonly facts: readonly RunFact[]; readonly status: RunStatus; readonly failure?: Failure | null };

/** Tells listeners what was written about a run that nobody drives. */
export function publishChange({ deps }: Driving, run: ChangedRun, { facts, status, failure = null }: Change): void {
  const { epoch: _epoch, gate: _gate, lastSeq, at, ...identity } = run;
  const events = facts.map((fact, place) => ({ ...fact, seq: lastSeq + place + 1, at }));
  const isEnd = status === "failed" || status === "cancelled";
  const change: RunChange = {
    status,
    endedAt: isEnd ? at : null,
    failure: failure && JSON.stringify(failure),
    failedNode: null,
    wakeAt: null,
  };
  deps.live.publish(identity, events, change);
}
