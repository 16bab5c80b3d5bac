"use client";

import { useEffect, useState } from "react";
import * as Y from "yjs";
import { toast } from "#components/ui/toast.ts";
import type { WorkflowId } from "#core/id.ts";
import { nodeRegistry } from "#core/nodes/registry.ts";
import { connectDocument } from "./connect-document.ts";
import { createDraftSession } from "./create-session.ts";
import type { EditorSession } from "./editor-session.ts";
import { followCompile } from "./follow-compile.ts";
import { fragmentText } from "./fragment-text.ts";
import { listenToKeyboard } from "./keyboard.ts";
import { rememberCollapsed } from "./remembered-collapse.ts";

/** Opens the live draft of a workflow for as long as the component is mounted; null on the server and at first. */
export function useDraftSession(workflowId: WorkflowId): EditorSession | null {
  const [session, setSession] = useState<EditorSession | null>(null);
  useEffect(() => {
    const doc = new Y.Doc();
    let opened: EditorSession | null = null;
    const connection = connectDocument(workflowId, doc, (saved) => {
      if (opened && saved.kind === "refused" && opened.store.getState().saved.kind !== "refused")
        offerReload(opened, saved.reason);
      opened?.store.setState({ saved });
    });
    const { awareness } = connection.provider;
    const refuse = (message: string) => void toast.error(message);
    opened = createDraftSession({ workflowId, doc, registry: nodeRegistry, awareness, refuse });
    const stopRemembering = rememberCollapsed(workflowId, opened);
    const stopCompile = followCompile(opened);
    const stopKeyboard = listenToKeyboard(opened);
    const warn = (event: BeforeUnloadEvent) => {
      const saved = opened?.store.getState().saved;
      if (saved?.kind === "saving" || (saved?.kind === "offline" && saved.changes > 0)) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    setSession(opened);
    return () => {
      window.removeEventListener("beforeunload", warn);
      stopKeyboard();
      stopCompile();
      stopRemembering();
      connection.close();
      opened?.destroy();
      doc.destroy();
      setSession(null);
    };
  }, [workflowId]);
  return session;
}

/** The refused drawing goes to the clipboard, so that nothing that was drawn is lost by the reload. */
function offerReload(session: EditorSession, reason: string): void {
  const reload = async () => {
    await navigator.clipboard.writeText(fragmentText(session.graph.get())).catch(() => null);
    location.reload();
  };
  toast.error("A change was refused", {
    description: reason,
    duration: Number.POSITIVE_INFINITY,
    action: { label: "Copy all and reload", onClick: () => void reload() },
  });
}
