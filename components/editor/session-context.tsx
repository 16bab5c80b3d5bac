"use client";

import { createContext, type ReactNode, use, useSyncExternalStore } from "react";
import { useStore } from "zustand";
import type { Problem } from "#core/compile/problem.ts";
import type { Graph, GraphNode } from "#core/graph/graph.ts";
import type { NodeId } from "#core/id.ts";
import { invariant } from "#core/invariant.ts";
import { anyShape, type Shape } from "#core/json/shape.ts";
import type { Dispatch, EditorSession } from "./editor-session.ts";
import type { SessionState } from "./session-store.ts";

const SessionContext = createContext<EditorSession | null>(null);

export function EditorSessionProvider({ session, children }: { session: EditorSession; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** The session of the surrounding editor. */
export function useEditorSession(): EditorSession {
  const session = use(SessionContext);
  invariant(session, "A component of the editor is inside an EditorSessionProvider.");
  return session;
}

/** A part of the session's own state. Keep selectors at module scope or stable: they run on each change. */
export function useSession<T>(select: (state: SessionState) => T): T {
  return useStore(useEditorSession().store, select);
}

/** The drawing as it is now. Nodes that did not change keep their identity. */
export function useGraph(): Graph {
  const { graph } = useEditorSession();
  return useSyncExternalStore(graph.subscribe, graph.get, graph.get);
}

export function useDispatch(): Dispatch {
  return useEditorSession().dispatch;
}

/** The drawing on the canvas: the draft, or the graph of the past run that is shown. */
export function useShownGraph(): Graph {
  const draft = useGraph();
  return useSession(selectRunGraph) ?? draft;
}

/** A node of the shown drawing, or null. Re-renders only when that node changes. */
export function useNode(id: NodeId | null): GraphNode | null {
  return useShownGraph().nodes.find((node) => node.id === id) ?? null;
}

/** The one selected node; null when none or several are selected. */
export function useSelectedNode(): GraphNode | null {
  return useNode(useSession(selectSingle));
}

export function useProblems(): readonly Problem[] {
  return useSession(selectProblems);
}

const noProblems: readonly Problem[] = [];

export function useNodeProblems(id: NodeId): readonly Problem[] {
  return useSession((state) => state.problemsByNode.get(id) ?? noProblems);
}

/** What formulas of this step may use: `trigger`, `steps`, `input`, … Known for the selected step; null: the workflow. */
export function useScopeShape(id: NodeId | null): Shape {
  return useSession((state) => (state.scope?.nodeId === id ? state.scope.shape : anyShape));
}

/** The same for formulas of a container that look at what is inside; null for everything else. */
export function useInnerScopeShape(id: NodeId): Shape | null {
  return useSession((state) => (state.scope?.nodeId === id ? state.scope.inside : null));
}

/** True while nothing may be changed: a read-only drawing, or a past run that is shown instead of the draft. */
export function useIsLocked(): boolean {
  const { isReadOnly } = useEditorSession();
  return useSession(selectIsPast) || isReadOnly;
}

function selectIsPast(state: SessionState) {
  return state.openRun !== null;
}

function selectRunGraph(state: SessionState) {
  return state.run?.graph ?? null;
}

function selectProblems(state: SessionState) {
  return state.problems;
}

function selectSingle(state: SessionState): NodeId | null {
  let found: NodeId | null = null;
  for (const id of state.selection) {
    if (!id.startsWith("n_") || id.includes(">")) continue;
    if (found) return null;
    found = id as NodeId;
  }
  return found;
}
