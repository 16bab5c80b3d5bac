import type { GraphNode } from "#core/graph/graph.ts";
import type { EditorSession } from "./editor-session.ts";
import { withRoom } from "./make-room.ts";
import { moveInto } from "./move-into.ts";
import { sceneOf } from "./scene.ts";
import { selectOnly, topsOf } from "./select.ts";

/** Moves steps into a box, or out of the one that they are in when `box` is what is around it. One undo step. */
export function performMove(session: EditorSession, nodes: readonly GraphNode[], box: GraphNode | null): void {
  const scene = sceneOf(session);
  const tops = topsOf(scene.graph, nodes);
  const from = scene.graph.nodes.find((node) => node.id === tops[0]?.parent);
  const { commands, cut } = moveInto(scene, nodes, box);
  const where = from && from.parent === (box?.id ?? null) ? `out of ${from.title}` : `into ${box?.title ?? "the open"}`;
  session.dispatch(withRoom(scene, commands), `Move ${tops.length === 1 ? "step" : `${tops.length} steps`} ${where}`);
  selectOnly(
    session.store,
    tops.map((node) => node.id),
  );
  const lost = cut === 0 ? "" : cut === 1 ? ". 1 connection was cut" : `. ${cut} connections were cut`;
  session.store.setState({ spoken: `Moved ${where}${lost}` });
  const [first] = tops;
  const { canvas } = session.store.getState();
  if (first && canvas) requestAnimationFrame(() => canvas.reveal(first.id));
}
