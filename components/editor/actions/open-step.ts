import { PanelRightOpen } from "lucide-react";
import type { Action } from "./action.ts";

export const openStep: Action = {
  id: "step.open",
  label: "Open settings",
  icon: PanelRightOpen,
  category: "Step",
  shortcuts: ["Enter"],
  isReading: true,
  predicate: ({ nodes }) => nodes.length === 1,
  perform: ({ session, state }) =>
    session.store.setState({ inspectorOpen: true, isStepExpanded: !session.isReadOnly && state.openRun === null }),
};
