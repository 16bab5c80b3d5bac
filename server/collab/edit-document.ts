import type { Document } from "@hocuspocus/server";
import * as Y from "yjs";
import { applyCommands } from "#core/document/apply-command.ts";
import type { DocumentCommand } from "#core/document/commands.ts";
import { AppError } from "../errors.ts";
import type { Actor } from "../policies/actor.ts";
import type { DocumentState } from "./document-states.ts";
import { Refusal } from "./refusal.ts";
import type { UpdateLog } from "./update-log.ts";

type Place = {
  readonly document: Document;
  readonly state: DocumentState;
  readonly log: UpdateLog;
  readonly actor: Actor;
};

/**
 * Changes a live document from inside the server in the same way that editors do: tried, logged, then applied.
 * The change is made on a copy of what is applied now, so that it never builds on an update that may still fail.
 * Throws an AppError for commands that are refused and for a document that would get too large.
 */
export async function editDocument(
  { document, state, log, actor }: Place,
  commands: readonly DocumentCommand[],
): Promise<void> {
  const update = updateOf(document, commands);
  if (!update) return;
  admit(state, update);
  try {
    await log.append({ workspaceId: state.workspaceId, workflowId: state.workflowId, update, userId: actor.userId });
  } catch (error) {
    state.shadow.reset();
    throw error;
  }
  state.appended();
  Y.applyUpdate(document, update, { source: "local" });
}

/** What the commands change, as one update; null when they change nothing. */
function updateOf(document: Y.Doc, commands: readonly DocumentCommand[]): Uint8Array | null {
  const copy = new Y.Doc({ gc: true });
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(document));
  const changes: Uint8Array[] = [];
  copy.on("update", (update: Uint8Array) => changes.push(update));
  const result = applyCommands(copy, commands);
  copy.destroy();
  if (!result.ok) throw new AppError("invalid", result.message);
  return changes.length === 0 ? null : Y.mergeUpdates(changes);
}

function admit(state: DocumentState, update: Uint8Array): void {
  try {
    state.shadow.admit(update);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new AppError(error.code === "too-large" ? "too_large" : "invalid", error.message, { cause: error });
  }
}
