import type { IncomingMessage } from "node:http";
import { type Document, Hocuspocus } from "@hocuspocus/server";
import type * as Y from "yjs";
import { caps } from "#core/caps.ts";
import type { DocumentCommand } from "#core/document/commands.ts";
import type { GraphMeta } from "#core/graph/graph.ts";
import type { WorkflowId, WorkspaceId } from "#core/id.ts";
import { type AppDatabase, withWorkspace } from "#db/client.ts";
import { readDocument } from "#db/queries/documents.ts";
import { findWorkflow, projectMeta } from "#db/queries/workflows.ts";
import { AppError } from "../errors.ts";
import type { Logger } from "../log.ts";
import type { Actor } from "../policies/actor.ts";
import { acceptSockets, type SocketDoor } from "./accept-sockets.ts";
import { appendBeforeApply } from "./append-before-apply.ts";
import { authenticate } from "./authenticate.ts";
import { createDocumentStates } from "./document-states.ts";
import { editDocument } from "./edit-document.ts";
import { foldLog } from "./fold-log.ts";
import { leaveUnloaded } from "./leave-unloaded.ts";
import { printingToLog } from "./library-console.ts";
import { loadDocument, type StoredDocument } from "./load-document.ts";
import { projectTitle } from "./project-title.ts";
import type { CollabSession } from "./session.ts";
import { signPresence } from "./sign-presence.ts";
import { createUpdateLog } from "./update-log.ts";
import { writeBatch } from "./write-batch.ts";

export type CollabDeps = {
  readonly db: AppDatabase;
  readonly logger: Logger;
  /** Whether a socket may be opened from there at all: our own name, our own pages or no page. */
  readonly isAdmitted: (request: IncomingMessage) => boolean;
  /** The person that a socket acts for, seen from its upgrade request; null when there is none. */
  readonly findActor: (request: IncomingMessage) => Promise<Actor | null>;
};

export type Collab = {
  /** Takes an upgrade of `/collab` of the app's own server; false, and nothing done, for any other path. */
  readonly upgrade: SocketDoor["upgrade"];
  /**
   * Changes the live document. What the commands did is durable, and on its way to every open editor, when the promise
   * resolves. Rejects with an AppError when a command is refused or the document would get too large. That the workflow
   * exists in the actor's workspace is for the caller to have asked.
   */
  readonly edit: (at: LiveDocument, commands: readonly DocumentCommand[]) => Promise<void>;
  /** Looks at the live document; everything in it is durable. Keep nothing of it. */
  readonly read: <T>(at: LiveDocument, look: (doc: Y.Doc) => T) => Promise<T>;
  /** Ends every connection to a document, as when its workflow was put into the bin. */
  readonly disconnect: (workflowId: WorkflowId) => void;
  /** Ends every connection, so that nothing stays in memory: another process holds the documents now. */
  readonly leave: () => void;
  /** Ends all connections and waits for what is being written. */
  readonly stop: () => Promise<void>;
};

type LiveDocument = { readonly actor: Actor; readonly workflowId: WorkflowId };

/** The shared documents of this process. One process holds a document at a time. */
export function createCollab({ db, logger, isAdmitted, findActor }: CollabDeps): Collab {
  const folds = foldLog(db, logger);
  const states = createDocumentStates(folds.afterAppend);
  const log = createUpdateLog(writeBatch(db));
  const titles = projectTitle({ states, logger, write: (...what) => writeMeta(db, ...what) });
  const hocuspocus = new Hocuspocus<CollabSession>({
    quiet: true,
    // Nothing is stored by hocuspocus' own hooks: the log is written before an update is applied.
    debounce: 0,
    timeout: 60_000,
    maxUnauthenticatedQueueSize: 512 * 1024,
    maxUnauthenticatedQueueMessages: 50,
    maxPendingDocuments: 4,
    extensions: [
      authenticate({ logger, exists: (actor, workflowId) => exists(db, actor, workflowId) }),
      loadDocument({ states, logger, read: (workspaceId, workflowId) => read(db, { workspaceId, workflowId }) }),
      appendBeforeApply({ states, log, logger }),
      signPresence(),
      titles,
      leaveUnloaded(),
      { extensionName: "fold-log", beforeUnloadDocument: ({ document }) => folds.beforeUnload(states.of(document)) },
    ],
  });
  const door = acceptSockets({ hocuspocus, isAdmitted, findActor, logger });

  async function withDocument<T>(
    { actor, workflowId }: LiveDocument,
    use: (document: Document) => Promise<T>,
  ): Promise<T> {
    const session: CollabSession = { actor, end: () => undefined };
    for (;;) {
      const opening = printingToLog(logger, () => hocuspocus.openDirectConnection(workflowId, session));
      const direct = await opening.catch((cause: unknown) => {
        throw new AppError("unavailable", "The workflow cannot be opened right now. Try again in a moment.", { cause });
      });
      try {
        // One that was just being unloaded is gone by now; the next try loads it anew.
        const document = hocuspocus.documents.get(workflowId);
        if (document && document === direct.document) return await use(document);
      } finally {
        await direct.disconnect();
      }
    }
  }

  return {
    upgrade: door.upgrade,
    read: (at, look) => withDocument(at, async (document) => look(document)),
    edit: (at, commands) =>
      withDocument(at, async (document) => {
        await editDocument({ document, state: states.of(document), log, actor: at.actor }, commands);
        await titles.now(document);
      }),
    disconnect: (workflowId) => hocuspocus.closeConnections(workflowId),
    leave: () => hocuspocus.closeConnections(),
    stop: async () => {
      door.close();
      hocuspocus.closeConnections();
      await titles.flush();
      await folds.settle();
    },
  };
}

type At = { readonly workspaceId: WorkspaceId; readonly workflowId: WorkflowId };

function read(db: AppDatabase, at: At): Promise<StoredDocument> {
  return withWorkspace(db, at.workspaceId, (tx) => readDocument(tx, at));
}

async function exists(db: AppDatabase, { workspaceId }: Actor, workflowId: WorkflowId): Promise<boolean> {
  const row = await withWorkspace(db, workspaceId, (tx) => findWorkflow(tx, { workspaceId, workflowId }));
  return row !== null;
}

async function writeMeta(db: AppDatabase, at: At, meta: GraphMeta, changed: boolean): Promise<void> {
  const { workspaceId, workflowId } = at;
  // A list needs no more of them than it shows, whatever somebody put into the document.
  const title = meta.title.slice(0, caps.titleChars);
  const description = meta.description.slice(0, caps.descriptionChars);
  const row = { workspaceId, workflowId, title, description, changed };
  await withWorkspace(db, workspaceId, (tx) => projectMeta(tx, row));
}
