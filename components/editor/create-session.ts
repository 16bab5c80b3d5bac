import type { Awareness } from "y-protocols/awareness";
import type * as Y from "yjs";
import { applyCommands } from "#core/document/apply-command.ts";
import type { DocumentCommand } from "#core/document/commands.ts";
import { createUndo } from "#core/document/create-undo.ts";
import { graphReader } from "#core/document/graph-reader.ts";
import type { Graph } from "#core/graph/graph.ts";
import type { WorkflowId } from "#core/id.ts";
import type { Registry } from "#core/node-kit/registry.ts";
import { openForSelection } from "./collapse.ts";
import type { EditorSession } from "./editor-session.ts";
import { createSessionStore, nothingSelected, type SelectableId, type SessionStore } from "./session-store.ts";

type DraftParts = {
  readonly workflowId: WorkflowId | null;
  readonly doc: Y.Doc;
  readonly registry: Registry;
  readonly awareness: Awareness | null;
  /** Told why a command was not done: a sentence for the person. */
  readonly refuse: (message: string) => void;
};

/** A session on the live draft. The document belongs to the caller; destroying the session leaves it whole. */
export function createDraftSession({ workflowId, doc, registry, awareness, refuse }: DraftParts): EditorSession {
  const reader = graphReader(doc);
  const store = createSessionStore();
  /** Marks my own transactions, so that undo knows them from what others do. */
  const origin = { mine: true };
  const history = createUndo(doc, origin);
  const stopForgetting = reader.subscribe(() => forgetGone(store, reader.snapshot()));
  const session: EditorSession = {
    workflowId,
    registry,
    awareness,
    store,
    history,
    isReadOnly: false,
    graph: { get: reader.snapshot, subscribe: reader.subscribe },
    dispatch: (given, label, mergeKey) => {
      const commands = listOf(given);
      if (commands.length === 0) return;
      // What has a name of its own, such as a quick fix, is undone alone, however soon it follows on typing.
      const result = applyCommands(doc, commands, origin, {
        ...(label === undefined ? {} : { label, group: null }),
        ...(mergeKey === undefined ? {} : { group: mergeKey }),
      });
      if (!result.ok) refuse(result.message);
    },
    destroy: () => {
      stopOpening();
      stopForgetting();
      history.destroy();
      reader.destroy();
    },
  };
  const stopOpening = openForSelection(session);
  return session;
}

/** A session on a drawing that does not change: a run's graph as it was. */
export function createReadOnlySession(graph: Graph, registry: Registry): EditorSession {
  return {
    workflowId: null,
    registry,
    awareness: null,
    store: createSessionStore({ saved: { kind: "saved" } }),
    history: null,
    isReadOnly: true,
    graph: { get: () => graph, subscribe: () => () => {} },
    dispatch: () => {},
    destroy: () => {},
  };
}

function listOf(given: DocumentCommand | readonly DocumentCommand[]): readonly DocumentCommand[] {
  return "type" in given ? [given] : given;
}

/** Selected things that somebody removed, or undo took away, are no longer selected. */
function forgetGone(store: SessionStore, graph: Graph): void {
  const { selection } = store.getState();
  if (selection.size === 0) return;
  const present = new Set<SelectableId>();
  for (const list of [graph.nodes, graph.edges, graph.notes]) for (const each of list) present.add(each.id);
  const kept = [...selection].filter((id) => present.has(id));
  if (kept.length < selection.size) store.setState({ selection: kept.length > 0 ? new Set(kept) : nothingSelected });
}
