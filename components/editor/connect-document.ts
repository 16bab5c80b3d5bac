import { HocuspocusProvider } from "@hocuspocus/provider";
import type * as Y from "yjs";
import type { WorkflowId } from "#core/id.ts";
import type { SavedState } from "./session-store.ts";

export type DocumentConnection = {
  readonly provider: HocuspocusProvider;
  readonly close: () => void;
};

/** Closed for good by the server: it refused a change (4400), or a message was larger than it reads (1009). */
const refusedCodes: ReadonlySet<number> = new Set([4400, 1009]);
const tooLarge = "The last change was not accepted by the server. Copy what you need, then reload.";

/**
 * Keeps a document equal to the server's and tells how safe it is.
 *
 * Connecting → first sync → Saved ⇄ Saving (a change that the server has not acknowledged); the connection lost →
 * Offline, counting what was changed since → back → Saving → Saved. The server acknowledges a change only once it is on
 * disk, so Saved means that. A change that it will never take → Refused, and no more tries: what was drawn since stays in
 * this tab until it is reloaded.
 */
export function connectDocument(
  workflowId: WorkflowId,
  doc: Y.Doc,
  report: (saved: SavedState) => void,
): DocumentConnection {
  let isOpen = false;
  let hasSynced = false;
  /** Own changes since the connection was lost; the provider counts only messages that it sent. */
  let offlineChanges = 0;
  let end: SavedState | null = null;
  const tell = () => {
    if (end) report(end);
    else if (!isOpen && !hasSynced) report({ kind: "connecting" });
    else if (!isOpen) report({ kind: "offline", changes: offlineChanges });
    else if (provider.unsyncedChanges > 0)
      report({ kind: hasSynced ? "saving" : "connecting", changes: provider.unsyncedChanges });
    else report({ kind: "saved" });
  };
  const finish = (state: SavedState) => {
    end ??= state;
    provider.disconnect();
    tell();
  };
  const provider = new HocuspocusProvider({
    url: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/collab`,
    name: workflowId,
    document: doc,
    onSynced: () => {
      hasSynced = true;
      tell();
    },
    onUnsyncedChanges: ({ number }) => {
      if (number === 0 && isOpen) offlineChanges = 0;
      tell();
    },
    onAuthenticated: () => {
      isOpen = true;
      tell();
    },
    onDisconnect: () => {
      isOpen = false;
      tell();
    },
    onAuthenticationFailed: () => finish({ kind: "missing" }),
    onStateless: ({ payload }) => {
      const reason = refusalOf(payload);
      if (reason !== null) finish({ kind: "refused", reason });
    },
    onClose: ({ event }) => {
      if (refusedCodes.has(event.code)) finish({ kind: "refused", reason: tooLarge });
    },
  });
  const count = (_update: Uint8Array, origin: unknown) => {
    if (isOpen || origin === provider) return;
    offlineChanges++;
    tell();
  };
  doc.on("update", count);
  return {
    provider,
    close: () => {
      doc.off("update", count);
      provider.destroy();
    },
  };
}

/** The sentence of a refusal among the server's messages; null for any other message. */
export function refusalOf(payload: string): string | null {
  try {
    const message = JSON.parse(payload) as { kind?: unknown; message?: unknown } | null;
    return message?.kind === "refused" && typeof message.message === "string" ? message.message : null;
  } catch {
    return null;
  }
}
