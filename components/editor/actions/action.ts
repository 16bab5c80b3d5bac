import type { LucideIcon } from "lucide-react";
import type { Graph, GraphNode } from "#core/graph/graph.ts";
import type { EditorSession } from "../editor-session.ts";
import type { SessionState } from "../session-store.ts";

export const actionCategories = ["Run", "Add", "Edit", "Step", "Select", "Arrange", "View", "Help"] as const;
export type ActionCategory = (typeof actionCategories)[number];

/** What an action sees: read once, when a key or a menu item was pressed. */
export type ActionContext = {
  readonly session: EditorSession;
  readonly state: SessionState;
  /** The draft, not a past run that may be shown. */
  readonly graph: Graph;
  readonly nodes: readonly GraphNode[];
};

/** One thing that a person can do. Keyboard, menus, command palette and shortcut sheet all read it. */
export type Action = {
  readonly id: string;
  readonly label: string | ((context: ActionContext) => string);
  readonly icon: LucideIcon;
  readonly category: ActionCategory;
  /** The first is shown in menus. Written as `Mod+Shift+Z`; Mod is Ctrl, on a Mac Command. */
  readonly shortcuts?: readonly string[];
  /** True when the browser's own event does it (copy, cut, paste): the key is only shown. */
  readonly isNativeKey?: boolean;
  /** True for what only looks and so works while a past run is shown or the drawing is read-only. */
  readonly isReading?: boolean;
  /** Whether it can be done now; always when absent. */
  readonly predicate?: (context: ActionContext) => boolean;
  readonly perform: (context: ActionContext) => void | Promise<void>;
};

export function labelOf(action: Action, context: ActionContext): string {
  return typeof action.label === "function" ? action.label(context) : action.label;
}
