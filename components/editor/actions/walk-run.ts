import { CircleX, SkipBack, SkipForward } from "lucide-react";
import type { NodeId } from "#core/id.ts";
import { selectOnly } from "../select.ts";
import type { Action, ActionContext } from "./action.ts";

/** J and K go through the steps of the shown run in its plan's order; G goes to what failed. */
export const walkRun: readonly Action[] = [
  {
    id: "run.next-step",
    label: "Next step of the run",
    icon: SkipForward,
    category: "Run",
    shortcuts: ["J"],
    isReading: true,
    predicate: ({ state }) => state.run !== null,
    perform: (context) => step(context, 1),
  },
  {
    id: "run.previous-step",
    label: "Previous step of the run",
    icon: SkipBack,
    category: "Run",
    shortcuts: ["K"],
    isReading: true,
    predicate: ({ state }) => state.run !== null,
    perform: (context) => step(context, -1),
  },
  {
    id: "run.failure",
    label: "Go to the failed step",
    icon: CircleX,
    category: "Run",
    shortcuts: ["G"],
    isReading: true,
    predicate: ({ state }) => [...(state.run?.view.nodes.values() ?? [])].some((node) => node.status === "failed"),
    perform: ({ session, state }) => {
      const failed = [...(state.run?.view.nodes ?? [])].find(([, node]) => node.status === "failed");
      if (failed) show({ session, state }, failed[0]);
    },
  },
];

function step({ session, state }: ActionContext, by: number): void {
  const view = state.run?.view;
  if (!view) return;
  const ids = view.index.plan.nodes.map((node) => node.id).filter((id) => view.nodes.has(id));
  const at = ids.findIndex((id) => state.selection.has(id));
  const next = ids[at < 0 ? (by > 0 ? 0 : ids.length - 1) : at + by];
  if (next) show({ session, state }, next);
}

function show({ session, state }: Pick<ActionContext, "session" | "state">, id: NodeId): void {
  selectOnly(session.store, [id]);
  state.canvas?.reveal(id);
}
