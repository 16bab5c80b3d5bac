import { Power } from "lucide-react";
import type { Action, ActionContext } from "./action.ts";

export const toggleDisabled: Action = {
  id: "edit.toggle-disabled",
  label: (context) => (areAllOff(context) ? "Enable" : "Disable"),
  icon: Power,
  category: "Step",
  shortcuts: ["D"],
  predicate: ({ nodes }) => nodes.length > 0,
  perform: (context) => {
    const ids = context.nodes.map((node) => node.id);
    context.session.dispatch({ type: "node.disable", ids, disabled: !areAllOff(context) });
  },
};

function areAllOff({ nodes }: ActionContext): boolean {
  return nodes.length > 0 && nodes.every((node) => node.disabled);
}
