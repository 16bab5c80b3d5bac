import { CornerRightDown, CornerRightUp, LogIn, LogOut } from "lucide-react";
import { drawnOf } from "#components/canvas/drawn-cards.ts";
import { isLocked } from "../editor-session.ts";
import { boxesFor, outsideOf } from "../move-into.ts";
import { askAt } from "../on-screen.ts";
import { performMove } from "../perform-move.ts";
import { sceneOf } from "../scene.ts";
import { selectedNodes, selectOnly } from "../select.ts";
import type { Action, ActionContext } from "./action.ts";

/** What dragging into and out of a box does, for keys and menus. */
export const moveBoxes: readonly Action[] = [
  {
    id: "arrange.move-into",
    label: "Move into…",
    icon: LogIn,
    category: "Arrange",
    shortcuts: ["Shift+I"],
    predicate: ({ session, nodes }) => boxesFor(sceneOf(session), nodes).length > 0,
    perform: ({ session, nodes }) => {
      if (nodes[0]) session.store.setState({ boxPicker: { for: "move", at: askAt(session, nodes[0]) } });
    },
  },
  {
    id: "arrange.move-out",
    label: (context) => `Move out of ${boxTitle(context) ?? "the box"}`,
    icon: LogOut,
    category: "Arrange",
    shortcuts: ["Shift+O"],
    predicate: ({ session, nodes }) => outsideOf(sceneOf(session), nodes) !== undefined,
    perform: ({ session, nodes }) => {
      const around = outsideOf(sceneOf(session), nodes);
      if (around !== undefined) performMove(session, nodes, around);
    },
  },
  {
    id: "select.into-box",
    label: "Go into the box",
    icon: CornerRightDown,
    category: "Select",
    shortcuts: ["Alt+ArrowDown"],
    isReading: true,
    predicate: (context) => firstInside(context) !== null,
    perform: (context) => goTo(context, firstInside(context)),
  },
  {
    id: "select.out-of-box",
    label: "Go out to the box",
    icon: CornerRightUp,
    category: "Select",
    shortcuts: ["Alt+ArrowUp"],
    isReading: true,
    predicate: (context) => shownNodes(context)[0]?.parent != null,
    perform: (context) => goTo(context, shownNodes(context)[0]?.parent ?? null),
  },
];

/** The selected steps of the drawing on the canvas, which may be that of a past run. */
function shownNodes({ session, state, nodes }: ActionContext) {
  return isLocked(session) ? selectedNodes(sceneOf(session).graph, state.selection) : nodes;
}

function boxTitle({ graph, nodes }: ActionContext): string | undefined {
  return graph.nodes.find((node) => node.id === nodes[0]?.parent)?.title;
}

/** The step of the selected box that stands furthest left: where its work begins. */
function firstInside(context: ActionContext) {
  const [box, ...more] = shownNodes(context);
  if (!box || more.length > 0) return null;
  const held = drawnOf(sceneOf(context.session)).children.get(box.id) ?? [];
  return held.toSorted((a, b) => a.x - b.x || a.y - b.y)[0]?.id ?? null;
}

function goTo({ session, state }: ActionContext, id: ReturnType<typeof firstInside>): void {
  if (id === null) return;
  selectOnly(session.store, [id]);
  state.canvas?.reveal(id);
}
