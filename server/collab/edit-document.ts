import type { Document } from "@hocuspocus/server";
import * as Y from "yjs";
import type { Actor } from "../policies/actor.ts";
import type { DocumentState } from "./document-states.ts";
import type { UpdateLog } from "./update-log.ts";

type Place = {
  readonly document: Document;
  readonly state: DocumentState;
  readonly log: UpdateLog;
  readonly actor: Actor;
};

/**
 * Changes a live document from inside the server by the same way that editors take: tried, logged, then applied.
 * The change is made on a copy of what is applied now, so that it never builds on an update that may still fail.
 */
export async function editDocument<T>({ document, state, log, actor }: Place, change: (doc: Y.Doc) => T): Promise<T> {
  const copy = new Y.Doc({ gc: true });
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(document));
  const changes: Uint8Array[] = [];
  copy.on("update", (update: Uint8Array) => changes.push(update));
  const answer = change(copy);
  copy.destroy();
  if (changes.length === 0) return answer;
  const update = Y.mergeUpdates(changes);
  state.shadow.admit(update);
  try {
    await log.append({ workspaceId: state.workspaceId, workflowId: state.workflowId, update, userId: actor.userId });
  } catch (error) {
    state.shadow.reset();
    throw error;
  }
  state.appended();
  Y.applyUpdate(document, update, { source: "local" });
  return answer;
}
