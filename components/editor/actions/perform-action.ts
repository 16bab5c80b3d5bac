import { type EditorSession, isLocked } from "../editor-session.ts";
import { selectedNodes } from "../select.ts";
import type { Action, ActionContext } from "./action.ts";
import { actions } from "./registry.ts";

const byId = new Map(actions.map((action) => [action.id, action]));

export function contextOf(session: EditorSession): ActionContext {
  const state = session.store.getState();
  const graph = session.graph.get();
  return { session, state, graph, nodes: selectedNodes(graph, state.selection) };
}

/** Whether an action can be done now. While a past run is shown, only looking works. */
export function isPossible(action: Action, context: ActionContext): boolean {
  if (isLocked(context.session) && !action.isReading) return false;
  return action.predicate?.(context) ?? true;
}

/** Does an action by its id when it can be done; answers whether it was. */
export function performAction(session: EditorSession, id: string): boolean {
  const action = byId.get(id);
  if (!action) return false;
  const context = contextOf(session);
  if (!isPossible(action, context)) return false;
  void action.perform(context);
  return true;
}
