import { Sparkles } from "lucide-react";
import { toast } from "#components/ui/toast.ts";
import type { Action } from "./action.ts";

export const layoutLabel = "Tidy up";

/** ELK and its worker are fetched the first time. */
export const layout: Action = {
  id: "arrange.layout",
  label: ({ nodes }) => (nodes.length > 1 ? "Tidy up selection" : "Tidy up"),
  icon: Sparkles,
  category: "Arrange",
  shortcuts: ["Shift+L"],
  predicate: ({ graph }) => graph.nodes.length > 0,
  perform: async ({ session, graph, nodes, state }) => {
    const { layoutCommands } = await import("../auto-layout.ts");
    const some = nodes.length > 1 ? new Set(nodes.map((node) => node.id)) : null;
    try {
      const commands = await layoutCommands(graph, session.registry, some);
      if (commands.length === 0) return;
      session.dispatch(commands, layoutLabel);
      // A few steps that were tidied up beside others are brought into view only when they left it.
      requestAnimationFrame(() => (some ? state.canvas?.fitWhenHidden([...some], "some") : state.canvas?.fit()));
    } catch {
      toast.error("The layout could not be computed. The drawing was left as it is; try again with fewer steps.");
    }
  },
};
