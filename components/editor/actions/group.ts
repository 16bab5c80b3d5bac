import { BoxSelect, Group, Ungroup } from "lucide-react";
import { cardOf } from "#components/canvas/card-geometry.ts";
import { containerTypes } from "../container-types.ts";
import { askAt } from "../on-screen.ts";
import { performGroup } from "../perform-group.ts";
import { sceneOf } from "../scene.ts";
import { selectOnly, topsOf } from "../select.ts";
import { ungroup } from "../ungroup.ts";
import type { Action, ActionContext } from "./action.ts";

/** Puts the selected steps into a new box of the first kind. */
export const group: Action = {
  id: "arrange.group",
  label: ({ session }) => `Group into ${containerTypes(session.registry)[0]?.title ?? "a box"}`,
  icon: Group,
  category: "Arrange",
  shortcuts: ["Mod+Shift+G"],
  predicate: ({ nodes, session }) => nodes.length > 0 && containerTypes(session.registry).length > 0,
  perform: ({ session, nodes }) => {
    const [definition] = containerTypes(session.registry);
    if (definition) performGroup(session, nodes, definition);
  },
};

/** Asks which kind of box is put around the selected steps. */
export const groupAs: Action = {
  id: "arrange.group-as",
  label: "Group into…",
  icon: BoxSelect,
  category: "Arrange",
  shortcuts: ["Alt+G"],
  predicate: ({ nodes, session }) => nodes.length > 0 && containerTypes(session.registry).length > 1,
  perform: ({ session, nodes }) => {
    if (nodes[0]) session.store.setState({ boxPicker: { for: "group", at: askAt(session, nodes[0]) } });
  },
};

/** Dissolves the selected boxes; what they held stays where it is, connected with what was around. */
export const ungroupSelected: Action = {
  id: "arrange.ungroup",
  label: "Ungroup",
  icon: Ungroup,
  category: "Arrange",
  shortcuts: ["Mod+Shift+U"],
  predicate: (context) => boxesOf(context).length > 0,
  perform: (context) => {
    const { session } = context;
    const boxes = boxesOf(context);
    const held = context.graph.nodes.filter((node) => boxes.some((box) => box.id === node.parent));
    const label = boxes.length === 1 ? `Ungroup ${boxes[0]?.title}` : `Ungroup ${boxes.length} boxes`;
    // One after the other: a box may lead to the next, and what it held then leads to what that one held.
    for (const box of boxes) session.dispatch(ungroup(sceneOf(session), box), label, `ungroup ${boxes[0]?.id}`);
    const present = new Set(session.graph.get().nodes.map((node) => node.id));
    const freed = held.map((node) => node.id).filter((id) => present.has(id));
    selectOnly(session.store, freed);
    session.store.setState({ spoken: `Ungrouped, ${freed.length === 1 ? "1 step" : `${freed.length} steps`} free` });
  },
};

function boxesOf({ nodes, graph, session }: ActionContext) {
  return topsOf(graph, nodes).filter((node) => cardOf(node, session.registry).isContainer);
}
