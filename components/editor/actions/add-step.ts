import { Plus } from "lucide-react";
import { cardOf } from "#components/canvas/card-geometry.ts";
import { onScreen } from "../on-screen.ts";
import { openPicker } from "../open-picker.ts";
import { placeAfter, placeBetween } from "../step-places.ts";
import { onlyEdge } from "../walk-edges.ts";
import type { Action } from "./action.ts";

/** Behind the one selected step when it has an output, or into the one selected edge, and the picker beside it; else at the pointer. */
export const addStep: Action = {
  id: "add.step",
  label: "Add step…",
  icon: Plus,
  category: "Add",
  shortcuts: ["Tab"],
  perform: ({ session, state, nodes, graph }) => {
    const canvas = state.canvas;
    const at = canvas?.pointer() ?? { x: innerWidth / 2, y: innerHeight / 3 };
    const edge = onlyEdge(graph, state.selection);
    if (edge) {
      const place = placeBetween(session, edge);
      openPicker(session, { at: onScreen(canvas, place) ?? at, place, join: { kind: "splice", edge: edge.id } });
      return;
    }
    const [only, ...more] = nodes;
    const outputs =
      only && more.length === 0 ? cardOf(only, session.registry).ports.filter((p) => p.side === "out") : [];
    const used = new Set(graph.edges.filter((edge) => edge.source === only?.id).map((edge) => edge.sourcePort));
    const port = outputs.find((each) => !used.has(each.name)) ?? outputs[0];
    if (only && port) {
      const source = { nodeId: only.id, port: port.name };
      const place = placeAfter(session, only);
      openPicker(session, { at: onScreen(canvas, place) ?? at, place, join: { kind: "after", source } });
    } else openPicker(session, { at, join: { kind: "nothing" } });
  },
};
