import type { Scene } from "#components/canvas/drawn-cards.ts";
import type { EditorSession } from "./editor-session.ts";

/** The drawing as it is on this person's canvas: the draft, or that of the past run that is shown. */
export function sceneOf({ graph, registry, store }: EditorSession): Scene {
  const { run, collapsed } = store.getState();
  return { graph: run?.graph ?? graph.get(), registry, collapsed };
}
