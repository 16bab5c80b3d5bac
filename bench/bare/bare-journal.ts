import type { Sql } from "postgres";
import { newRunId } from "#server/run/drive/new-run-id.ts";

export type BareEvent = { readonly type: string; readonly data: string };

/**
 * What any durable engine has to do at the least: append the events of a run to the same table, all runs that are
 * waiting in one statement, and say so after the commit. No plan, no formulas, no row for the run, nothing live.
 */
export function createBareJournal(sql: Sql, workspaceId: string) {
  type Waiting = {
    readonly events: readonly BareEvent[];
    readonly resolve: () => void;
    readonly reject: (error: unknown) => void;
  };
  let waiting: Waiting[] = [];
  let isBusy = false;

  async function write(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      const runs: string[] = [];
      const seqs: number[] = [];
      const types: string[] = [];
      const data: string[] = [];
      const now = Date.now();
      for (const { events } of batch) {
        const id = newRunId(now);
        for (const [at, event] of events.entries()) {
          runs.push(id);
          seqs.push(at + 1);
          types.push(event.type);
          data.push(event.data);
        }
      }
      try {
        await sql`
          insert into events (workspace_id, run_id, seq, type, data, at)
          select ${workspaceId}, run_id, seq, type, data::json, to_timestamp(${now}::float8 / 1000)
          from unnest(${runs}::text[], ${seqs}::int[], ${types}::text[], ${data}::text[])
            as new (run_id, seq, type, data)`;
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    isBusy = false;
  }

  return {
    append: (events: readonly BareEvent[]): Promise<void> =>
      new Promise((resolve, reject) => {
        waiting.push({ events, resolve, reject });
        if (isBusy) return;
        isBusy = true;
        setImmediate(() => void write());
      }),
  };
}
