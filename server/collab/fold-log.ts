import * as Y from "yjs";
import { invariant } from "#core/invariant.ts";
import { type AppDatabase, withWorkspace } from "#db/client.ts";
import { foldDocument, readDocument } from "#db/queries/documents.ts";
import type { Logger } from "../log.ts";
import type { DocumentState } from "./document-states.ts";
import { fill } from "./load-document.ts";

/** Enough that folding is rare, few enough that opening a document stays quick. */
const foldEvery = 500;
/** A document that nobody has open any more is folded earlier, so that the next opening reads one row. */
const foldOnUnloadFrom = 50;

/** Folds a document's log into its snapshot in the background; a fold that fails is tried again with a later update. */
export function foldLog(db: AppDatabase, logger: Logger) {
  const folding = new Map<string, Promise<void>>();

  function fold(state: DocumentState): Promise<void> {
    const running = folding.get(state.workflowId);
    if (running) return running;
    const started = foldNow(db, state)
      .catch((error: unknown) => logger.warn({ document: state.workflowId, error }, "log not folded"))
      .finally(() => folding.delete(state.workflowId));
    folding.set(state.workflowId, started);
    return started;
  }

  return {
    afterAppend: (state: DocumentState) => {
      if (state.unfolded() >= foldEvery) void fold(state);
    },
    beforeUnload: async (state: DocumentState) => {
      if (state.unfolded() >= foldOnUnloadFrom) await fold(state);
    },
    settle: async () => {
      await Promise.all(folding.values());
    },
  };
}

/** Made of what is stored, never of what is in memory: a snapshot holds exactly the log up to its number. */
async function foldNow(db: AppDatabase, state: DocumentState): Promise<void> {
  const { workspaceId, workflowId } = state;
  state.folded();
  await withWorkspace(db, workspaceId, async (tx) => {
    const stored = await readDocument(tx, { workspaceId, workflowId });
    if (stored.updates.length === 0) return;
    const doc = new Y.Doc({ gc: true });
    fill(doc, stored);
    invariant(!doc.store.pendingStructs && !doc.store.pendingDs, "a document's log has no gaps");
    const folded = Y.encodeStateAsUpdateV2(doc);
    await foldDocument(tx, { workspaceId, workflowId, throughSeq: stored.throughSeq, state: folded });
    doc.destroy();
  });
}
