import { HocuspocusProvider } from "@hocuspocus/provider";
import type * as Y from "yjs";
import type { WorkflowId } from "#core/id.ts";
import type { SavedState } from "./session-store.ts";

export type DocumentConnection = {
  readonly provider: HocuspocusProvider;
  readonly close: () => void;
};

/**
 * Keeps a document equal to the server's and tells how safe it is.
 *
 * Connecting → first sync → Saved ⇄ Saving (a change that the server has not acknowledged); the connection lost →
 * Offline, counting what was changed since → back → Saving → Saved. The server acknowledges a change only once it is on
 * disk, so Saved means that.
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
  let refusal: string | null = null;
  const tell = () => {
    if (refusal !== null) report({ kind: "refused", reason: refusal });
    else if (!isOpen && !hasSynced) report({ kind: "connecting" });
    else if (!isOpen) report({ kind: "offline", changes: offlineChanges });
    else if (provider.unsyncedChanges > 0)
      report({ kind: hasSynced ? "saving" : "connecting", changes: provider.unsyncedChanges });
    else report({ kind: "saved" });
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
    onAuthenticationFailed: ({ reason }) => {
      refusal = reason;
      tell();
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
