import { ChevronsDownUp, ChevronsUpDown } from "lucide-react";
import { cardOf } from "#components/canvas/card-geometry.ts";
import type { NodeId } from "#core/id.ts";
import { setCollapsed } from "../collapse.ts";
import { sceneOf } from "../scene.ts";
import type { Action, ActionContext } from "./action.ts";

/** Folds the selected boxes into a card each, and opens them again; only for whoever does it. */
export const collapse: Action = {
  id: "view.collapse",
  label: (context) => (areAllCollapsed(context) ? "Expand" : "Collapse"),
  icon: ChevronsDownUp,
  category: "View",
  shortcuts: ["E"],
  isReading: true,
  predicate: (context) => selectedBoxes(context).length > 0,
  perform: (context) => {
    const isCollapsed = !areAllCollapsed(context);
    setCollapsed(context.session, selectedBoxes(context), isCollapsed);
    context.session.store.setState({ spoken: isCollapsed ? "Collapsed" : "Expanded" });
  },
};

export const collapseAll: Action = {
  id: "view.collapse-all",
  label: (context) =>
    allBoxes(context).every((id) => context.state.collapsed.has(id)) ? "Expand all" : "Collapse all",
  icon: ChevronsUpDown,
  category: "View",
  shortcuts: ["Shift+E"],
  isReading: true,
  predicate: (context) => allBoxes(context).length > 0,
  perform: (context) => {
    const ids = allBoxes(context);
    const isCollapsed = !ids.every((id) => context.state.collapsed.has(id));
    setCollapsed(context.session, ids, isCollapsed);
    context.session.store.setState({ spoken: isCollapsed ? "All collapsed" : "All expanded" });
  },
};

function selectedBoxes(context: ActionContext): readonly NodeId[] {
  return allBoxes(context).filter((id) => context.state.selection.has(id));
}

function areAllCollapsed(context: ActionContext): boolean {
  return selectedBoxes(context).every((id) => context.state.collapsed.has(id));
}

function allBoxes({ session }: ActionContext): readonly NodeId[] {
  const { graph, registry } = sceneOf(session);
  return graph.nodes.filter((node) => cardOf(node, registry).isContainer).map((node) => node.id);
}
