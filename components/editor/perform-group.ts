import { toast } from "#components/ui/toast.ts";
import type { GraphNode } from "#core/graph/graph.ts";
import type { NodeDefinition } from "#core/node-kit/define-node.ts";
import type { EditorSession } from "./editor-session.ts";
import { groupSteps } from "./group-steps.ts";
import { sceneOf } from "./scene.ts";
import { selectOnly, topsOf } from "./select.ts";

/** Puts steps into a new box and selects it; says why when they cannot be. One undo step. */
export function performGroup(session: EditorSession, nodes: readonly GraphNode[], definition: NodeDefinition): void {
  const grouping = groupSteps(sceneOf(session), nodes, definition);
  if (!grouping.ok) {
    toast.error("These steps cannot be grouped", { description: grouping.reason });
    session.store.setState({ spoken: grouping.reason });
    return;
  }
  const count = topsOf(session.graph.get(), nodes).length;
  session.dispatch(grouping.commands, `Group ${count === 1 ? "step" : `${count} steps`}`);
  selectOnly(session.store, [grouping.box]);
  session.store.setState({ spoken: `Grouped into ${definition.title}` });
  if (grouping.loss) toast.info("Some connections were left out", { description: grouping.loss });
}
