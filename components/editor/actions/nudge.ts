import { Move } from "lucide-react";
import type { DocumentCommand } from "#core/document/commands.ts";
import { gridPx } from "../new-node.ts";
import type { Action, ActionContext } from "./action.ts";

const ways = [
  { name: "left", key: "ArrowLeft", x: -1, y: 0 },
  { name: "right", key: "ArrowRight", x: 1, y: 0 },
  { name: "up", key: "ArrowUp", x: 0, y: -1 },
  { name: "down", key: "ArrowDown", x: 0, y: 1 },
] as const;

export const nudges: readonly Action[] = ways.map(({ name, key, x, y }) => ({
  id: `arrange.nudge-${name}`,
  label: `Nudge ${name}`,
  icon: Move,
  category: "Arrange",
  shortcuts: [`Mod+${key}`],
  predicate: ({ state }) => state.selection.size > 0,
  perform: (context) => nudge(context, x * gridPx, y * gridPx),
}));

/** Moves the selection by px; what lies in a selected container moves with it. */
function nudge({ session, graph, nodes, state }: ActionContext, x: number, y: number): void {
  const moves = nodes
    .filter((node) => !node.parent || !state.selection.has(node.parent))
    .map((node) => ({ id: node.id, x: node.x + x, y: node.y + y }));
  const commands: DocumentCommand[] = graph.notes
    .filter((note) => state.selection.has(note.id))
    .map((note) => ({ type: "note.change", id: note.id, change: { x: note.x + x, y: note.y + y } }));
  if (moves.length > 0) commands.unshift({ type: "node.move", moves });
  session.dispatch(commands, "Nudge", `nudge ${[...state.selection].join(" ")}`);
}
