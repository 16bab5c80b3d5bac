import { type AppDatabase, withWorkspace } from "#db/client.ts";
import { appendUpdates } from "#db/queries/documents.ts";
import type { DocumentUpdate } from "./update-log.ts";

/** Writes one batch of the log: a transaction for each workspace in it, because a transaction sees only one. */
export function writeBatch(db: AppDatabase) {
  return async (entries: readonly DocumentUpdate[]): Promise<void> => {
    const byWorkspace = Map.groupBy(entries, (entry) => entry.workspaceId);
    const writes = [...byWorkspace].map(([workspaceId, updates]) =>
      withWorkspace(db, workspaceId, (tx) => appendUpdates(tx, { workspaceId, updates })),
    );
    // All are awaited before one failure is told, so that the next batch cannot overtake a slow transaction.
    const failed = (await Promise.allSettled(writes)).find((result) => result.status === "rejected");
    if (failed) throw failed.reason;
  };
}
