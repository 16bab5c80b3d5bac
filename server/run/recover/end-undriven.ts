import type { ISql } from "postgres";
import type { Failure } from "#core/failure.ts";
import type { RunFact } from "#core/schedule/event.ts";
import { type Awaited, readAwaited } from "#db/queries/awaited-by-runs.ts";
import { type EntryExtras, extraStatements } from "#db/queries/journal-extras.ts";
import { type ChangedRun, failLateRuns } from "#db/queries/undriven-runs.ts";
import { tooLate } from "../admit/too-late.ts";
import { tellEnd } from "../cluster/callers.ts";
import { failureEmission } from "../drive/failure-emission.ts";
import type { Driving } from "../driving.ts";
import { childEndValue, childMessageName } from "../waiting/wait-result.ts";
import { publishChange } from "./publish-change.ts";
import { planOf } from "./take-over.ts";

export type UndrivenEnd =
  | { readonly status: "cancelled"; readonly facts: readonly RunFact[] }
  | { readonly status: "failed"; readonly facts: readonly RunFact[]; readonly failure: Failure };

/**
 * Ends runs that nobody drives: `change` writes that, and what others are to be told goes with it in one transaction. Then
 * whoever waits in this process is told. Answers how many there were.
 */
export async function endUndriven(
  driving: Driving,
  end: UndrivenEnd,
  change: (sql: ISql) => Promise<readonly ChangedRun[]>,
): Promise<number> {
  const { runs, entries } = await driving.sql.begin(async (tx) => {
    const changed = await change(tx);
    if (changed.length === 0) return { runs: changed, entries: [] };
    const awaited = await readAwaited(tx, changed);
    const told = changed.map(async (run) => {
      const extras = await extrasOf(driving, run, { end, awaited: awaited.get(run.id) ?? null });
      return { ...run, runId: run.id, extras };
    });
    const written = await Promise.all(told);
    await Promise.all(extraStatements(tx, written));
    return { runs: changed, entries: written };
  });
  const nothing = { output: null, failure: null, failedNode: null };
  for (const run of runs) {
    publishChange(driving, run, end);
    tellEnd(driving.waitingCallers, run.id, { ...nothing, ...end });
    if (run.gate) driving.claims.openGate({ workspaceId: run.workspaceId, gate: run.gate });
  }
  for (const { workspaceId, extras } of entries) {
    for (const { runId } of extras.tells) driving.deps.poke(workspaceId, runId);
  }
  return runs.length;
}

type Ending = { readonly end: UndrivenEnd; readonly awaited: Awaited | null };

/** What goes to the run that started it, to those whom it waits for, and to workflows that hear of failures. */
async function extrasOf(driving: Driving, run: ChangedRun, { end, awaited }: Ending): Promise<EntryExtras> {
  const { id, parentRunId, parentActivation: activation } = run;
  const tell = { name: childMessageName(id), value: { value: childEndValue(end) }, sentBy: null };
  const index = end.status === "failed" ? await planOf(driving, run) : null;
  const emission = index && end.status === "failed" && failureEmission(run, index, end);
  const stop = { activation: "run", name: "cancel", value: { value: null }, sentBy: id } as const;
  return {
    taken: [],
    tells: [
      ...(parentRunId && activation ? [{ ...tell, runId: parentRunId, activation }] : []),
      ...(awaited?.children ?? []).map((runId) => ({ ...stop, runId })),
    ],
    emissions: emission ? [emission] : [],
    tasks: [],
    closedTasks: (awaited?.tasks ?? []).map((taskId) => ({ id: taskId, status: "cancelled" })),
  };
}

const lateMax = 200;

/** Fails runs whose deadline is over and that nobody drives. A run in memory has its own alarm, a waiting one wakes up. */
export async function endLateRuns(driving: Driving): Promise<void> {
  const cause = tooLate();
  const facts = [{ type: "run.failed", failure: cause, activation: null }] as const;
  const late = { failure: JSON.stringify(cause), limit: lateMax };
  const end = { status: "failed", facts, failure: cause } as const;
  while ((await endUndriven(driving, end, (sql) => failLateRuns(sql, late))) === lateMax);
}
