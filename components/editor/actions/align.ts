import {
  AlignCenterHorizontal,
  AlignCenterVertical,
  AlignEndHorizontal,
  AlignEndVertical,
  AlignHorizontalDistributeCenter,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalDistributeCenter,
  type LucideIcon,
} from "lucide-react";
import { drawnOf } from "#components/canvas/drawn-cards.ts";
import type { NodeMove } from "#core/document/commands.ts";
import { alignMoves, type Box, distributeMoves, type Edge } from "../align-boxes.ts";
import { sceneOf } from "../scene.ts";
import type { Action, ActionContext } from "./action.ts";

const edges: readonly { edge: Edge; label: string; icon: LucideIcon; shortcut: string }[] = [
  { edge: "left", label: "Align left", icon: AlignStartVertical, shortcut: "Alt+A" },
  { edge: "centre", label: "Align centres", icon: AlignCenterVertical, shortcut: "Alt+H" },
  { edge: "right", label: "Align right", icon: AlignEndVertical, shortcut: "Alt+D" },
  { edge: "top", label: "Align top", icon: AlignStartHorizontal, shortcut: "Alt+W" },
  { edge: "middle", label: "Align middles", icon: AlignCenterHorizontal, shortcut: "Alt+V" },
  { edge: "bottom", label: "Align bottom", icon: AlignEndHorizontal, shortcut: "Alt+S" },
];

export const aligns: readonly Action[] = edges.map(({ edge, label, icon, shortcut }) => ({
  id: `arrange.align-${edge}`,
  label,
  icon,
  category: "Arrange",
  shortcuts: [shortcut],
  predicate: ({ nodes }) => nodes.length > 1,
  perform: (context) => move(context, alignMoves(boxesOf(context), edge), label),
}));

export const distributes: readonly Action[] = [
  {
    id: "arrange.distribute-x",
    label: "Distribute horizontally",
    icon: AlignHorizontalDistributeCenter,
    category: "Arrange",
    shortcuts: ["Alt+Shift+H"],
    predicate: ({ nodes }) => nodes.length > 2,
    perform: (context) => move(context, distributeMoves(boxesOf(context), "x"), "Distribute horizontally"),
  },
  {
    id: "arrange.distribute-y",
    label: "Distribute vertically",
    icon: AlignVerticalDistributeCenter,
    category: "Arrange",
    shortcuts: ["Alt+Shift+V"],
    predicate: ({ nodes }) => nodes.length > 2,
    perform: (context) => move(context, distributeMoves(boxesOf(context), "y"), "Distribute vertically"),
  },
];

/** Steps of one container can be lined up with one another; the first selected one says which. */
function boxesOf({ nodes, session }: ActionContext): readonly Box[] {
  const parent = nodes[0]?.parent ?? null;
  const { cards } = drawnOf(sceneOf(session));
  return nodes
    .filter((node) => node.parent === parent)
    .flatMap((node) => {
      const card = cards.get(node.id);
      return card ? [{ id: node.id, x: node.x, y: node.y, w: card.w, h: card.h }] : [];
    });
}

function move({ session }: ActionContext, moves: readonly NodeMove[], label: string): void {
  if (moves.length > 0) session.dispatch({ type: "node.move", moves }, label);
}
