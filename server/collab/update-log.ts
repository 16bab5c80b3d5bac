import type { UserId, WorkflowId, WorkspaceId } from "#core/id.ts";

export type DocumentUpdate = {
  readonly workspaceId: WorkspaceId;
  readonly workflowId: WorkflowId;
  /** V1 encoding. */
  readonly update: Uint8Array;
  readonly userId: UserId;
};

export type UpdateLog = {
  /** Resolves when the update is durable; rejects when it is not known to be, and then it must not be applied. */
  readonly append: (entry: DocumentUpdate) => Promise<void>;
  /** Resolves when everything appended so far to this document is durable; rejects when some of it is not. */
  readonly settled: (workflowId: WorkflowId) => Promise<void>;
};

type Batch = { readonly entries: DocumentUpdate[]; readonly written: Promise<void> };

/**
 * Group commit: while one batch is being written the next one fills, so that many editors share a round trip.
 *
 *     idle -> writing (first append) -> writing, next filling -> writing -> idle
 *
 * Batches are written one after the other, so updates of a document reach the log in the order of `append`.
 */
export function createUpdateLog(write: (entries: readonly DocumentUpdate[]) => Promise<void>): UpdateLog {
  let filling: Batch | null = null;
  let writing: Batch | null = null;

  function batchToFill(): Batch {
    if (filling) return filling;
    const before = writing?.written.catch(() => undefined) ?? Promise.resolve();
    const entries: DocumentUpdate[] = [];
    const batch: Batch = { entries, written: before.then(() => writeNow()) };
    // Whoever appended waits for it too; this only keeps a failure from being reported as unhandled.
    batch.written.catch(() => undefined);
    filling = batch;
    return batch;

    async function writeNow(): Promise<void> {
      writing = batch;
      filling = null;
      try {
        await write(entries);
      } finally {
        if (writing === batch) writing = null;
      }
    }
  }

  function append(entry: DocumentUpdate): Promise<void> {
    const batch = batchToFill();
    batch.entries.push(entry);
    return batch.written;
  }

  async function settled(workflowId: WorkflowId): Promise<void> {
    for (const batch of [writing, filling]) {
      if (batch?.entries.some((entry) => entry.workflowId === workflowId)) await batch.written;
    }
  }

  return { append, settled };
}
