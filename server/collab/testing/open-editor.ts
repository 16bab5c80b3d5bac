import { HocuspocusProvider, HocuspocusProviderWebsocket } from "@hocuspocus/provider";
import { WebSocket } from "ws";
import * as Y from "yjs";
import type { WorkflowId } from "#core/id.ts";

export type Editor = {
  readonly doc: Y.Doc;
  readonly provider: HocuspocusProvider;
  /** Stateless messages from the server, newest last. */
  readonly told: readonly string[];
  readonly title: () => string;
  readonly setTitle: (title: string) => void;
  /** Resolves when everything written so far was acknowledged. */
  readonly saved: () => Promise<void>;
  /** Resolves as soon as the condition holds; looks after every change and message. */
  readonly until: (holds: () => boolean) => Promise<void>;
  readonly close: () => void;
};

/** One browser tab as the server sees it. Resolves when it has the document. */
export async function openEditor(url: string, workflowId: WorkflowId, doc = new Y.Doc()): Promise<Editor> {
  const socket = new HocuspocusProviderWebsocket({
    url,
    WebSocketPolyfill: calmSocket,
    delay: 50,
    minDelay: 20,
    maxDelay: 200,
    jitter: false,
  });
  const provider = new HocuspocusProvider({ websocketProvider: socket, name: workflowId, document: doc, token: "-" });
  provider.attach();
  const told: string[] = [];
  const listeners = new Set<() => void>();
  const look = () => {
    for (const listener of [...listeners]) listener();
  };
  provider.on("stateless", ({ payload }: { payload: string }) => told.push(payload));
  for (const event of ["stateless", "synced", "unsyncedChanges", "status", "close", "awarenessUpdate"]) {
    provider.on(event, look);
  }
  doc.on("update", look);
  const until = (holds: () => boolean) =>
    new Promise<void>((resolve) => {
      const check = () => {
        if (!holds()) return;
        listeners.delete(check);
        resolve();
      };
      listeners.add(check);
      check();
    });
  const meta = doc.getMap("meta");
  await until(() => provider.synced);
  return {
    doc,
    provider,
    told,
    title: () => String(meta.get("title")),
    setTitle: (title) => meta.set("title", title),
    saved: () => until(() => provider.synced && !provider.hasUnsyncedChanges),
    until,
    close: () => {
      provider.destroy();
      socket.destroy();
    },
  };
}

/** The provider closes sockets that are still connecting; ws reports that where nobody listens. */
function calmSocket(url: string): WebSocket {
  const socket = new WebSocket(url);
  socket.on("error", () => undefined);
  return socket;
}
