import type { Problem } from "#core/compile/problem.ts";
import type { NodeId } from "#core/id.ts";
import type { CompileAnswer, CompileRequest } from "./compile-message.ts";
import type { EditorSession } from "./editor-session.ts";
import type { SessionState } from "./session-store.ts";

/** One frame: edits that come together are compiled together. */
const settleMs = 16;

/**
 * Keeps the session's problems and the selected step's scope true while the drawing changes; answers how to stop.
 *
 * Before the drawing has arrived there is nothing to judge: an empty one would be found to lack a trigger.
 * Idle → a change → Due (one frame) → posted → Busy → answer → Idle, or at once Due again when something changed
 * meanwhile: at most one request is under way, and only the newest state is ever compiled.
 */
export function followCompile(session: EditorSession): () => void {
  const worker = new Worker(new URL("./compile.worker.ts", import.meta.url), { type: "module" });
  const { store } = session;
  let isBusy = false;
  let isDue = false;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const post = () => {
    timer = null;
    isDue = false;
    isBusy = true;
    const state = store.getState();
    const request: CompileRequest = {
      graph: session.graph.get(),
      workflowId: session.workflowId,
      nodeId: singleNode(state),
      learned: state.learned,
    };
    worker.postMessage(request);
  };
  const ask = () => {
    if (store.getState().saved.kind === "connecting") return;
    if (isBusy) isDue = true;
    else timer ??= setTimeout(post, settleMs);
  };
  worker.onmessage = ({ data }: MessageEvent<CompileAnswer>) => {
    isBusy = false;
    store.setState({
      problems: data.problems,
      problemsByNode: byNode(data.problems, store.getState().problemsByNode),
      scope: data.scope,
    });
    if (isDue) ask();
  };
  worker.onerror = () => {
    isBusy = false;
  };
  const stopGraph = session.graph.subscribe(ask);
  const stopStore = store.subscribe((state, before) => {
    const hasArrived = before.saved.kind === "connecting" && state.saved.kind !== "connecting";
    if (hasArrived || state.learned !== before.learned || singleNode(state) !== singleNode(before)) ask();
  });
  ask();
  return () => {
    stopGraph();
    stopStore();
    if (timer) clearTimeout(timer);
    worker.terminate();
  };
}

function singleNode({ selection }: SessionState): NodeId | null {
  const [only, ...more] = selection;
  return only?.startsWith("n_") && !only.includes(">") && more.length === 0 ? (only as NodeId) : null;
}

/** Problems by node; a node whose problems are the same keeps its list, so that its card is not drawn anew. */
function byNode(
  problems: readonly Problem[],
  before: ReadonlyMap<NodeId, readonly Problem[]>,
): ReadonlyMap<NodeId, readonly Problem[]> {
  const found = new Map<NodeId, readonly Problem[]>();
  for (const problem of problems)
    if (problem.nodeId) found.set(problem.nodeId, [...(found.get(problem.nodeId) ?? []), problem]);
  for (const [id, list] of found) {
    const old = before.get(id);
    if (old && JSON.stringify(old) === JSON.stringify(list)) found.set(id, old);
  }
  return found;
}
