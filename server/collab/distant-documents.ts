import { randomUUID } from "node:crypto";
import * as Y from "yjs";
import type { DocumentCommand } from "#core/document/commands.ts";
import type { WorkflowId, WorkspaceId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import { type AppDatabase, withWorkspace } from "#db/client.ts";
import { readDocument } from "#db/queries/documents.ts";
import { AppError, type AppErrorCode, appErrorCodes } from "../errors.ts";
import type { Actor } from "../policies/actor.ts";
import type { Bus } from "../run/cluster/bus.ts";
import type { Collab } from "./collab.ts";
import { fill } from "./load-document.ts";

/** What commands ask of the shared documents, wherever they are held. */
export type Documents = Pick<Collab, "edit" | "read" | "disconnect">;

type Ask =
  | {
      readonly kind: "edit";
      readonly id: string;
      readonly actor: Actor;
      readonly workflowId: WorkflowId;
      readonly commands: readonly DocumentCommand[];
    }
  | { readonly kind: "disconnect"; readonly workflowId: WorkflowId };

type Answer = { readonly id: string; readonly refusal: { readonly code: string; readonly message: string } | null };

/** How long the process that holds the documents may take for a change. */
const patienceMs = 8_000;

/** Does for other processes what they ask of the documents that this one holds. */
export function answerForDocuments(bus: Bus, documents: Documents, isHeld: () => boolean): void {
  bus.on("ask-documents", (body, from) => {
    if (!isHeld()) return;
    const ask = body as unknown as Ask;
    if (ask.kind === "disconnect") return documents.disconnect(ask.workflowId);
    const { id, actor, workflowId, commands } = ask;
    const answer = (refusal: Answer["refusal"]) => bus.send(from, "documents", { id, refusal } as Json);
    documents.edit({ actor, workflowId }, commands).then(
      () => answer(null),
      (error: unknown) => answer(error instanceof AppError ? { code: error.code, message: error.message } : broken),
    );
  });
}

const broken = { code: "unavailable", message: "The workflow cannot be changed right now. Try again in a moment." };

/**
 * The shared documents of another process. Reading needs it not: everything in a document is in the log before anybody
 * sees it. Changing does, so that there is one holder; what cannot be asked is refused and has changed nothing, unless
 * the answer was lost, and then asking again does the same again.
 */
export function distantDocuments(bus: Bus, db: AppDatabase): Documents {
  const asked = new Map<string, (answer: Answer) => void>();
  bus.on("documents", (body) => {
    const answer = body as unknown as Answer;
    asked.get(answer.id)?.(answer);
  });
  return {
    read: async ({ actor, workflowId }, look) => {
      const doc = await storedDocument(db, { workspaceId: actor.workspaceId, workflowId });
      try {
        return look(doc);
      } finally {
        doc.destroy();
      }
    },
    edit: async ({ actor, workflowId }, commands) => {
      const id = randomUUID();
      const { promise, resolve } = Promise.withResolvers<Answer>();
      const isSent = bus.sendAll("ask-documents", { kind: "edit", id, actor, workflowId, commands } as unknown as Json);
      if (!isSent) throw new AppError("unavailable", broken.message);
      const late = setTimeout(resolve, patienceMs, { id, refusal: broken });
      asked.set(id, resolve);
      const { refusal } = await promise;
      clearTimeout(late);
      asked.delete(id);
      if (refusal) throw new AppError(codeOf(refusal.code), refusal.message);
    },
    disconnect: (workflowId) => {
      bus.sendAll("ask-documents", { kind: "disconnect", workflowId });
    },
  };
}

function codeOf(code: string): AppErrorCode {
  return Object.hasOwn(appErrorCodes, code) ? (code as AppErrorCode) : "unavailable";
}

async function storedDocument(
  db: AppDatabase,
  at: { readonly workspaceId: WorkspaceId; readonly workflowId: WorkflowId },
): Promise<Y.Doc> {
  const doc = new Y.Doc({ gc: true });
  fill(doc, await withWorkspace(db, at.workspaceId, (tx) => readDocument(tx, at)));
  return doc;
}
