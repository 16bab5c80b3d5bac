import { type ShownStatus, shownStatus } from "#components/runs/shown-status.ts";
import type { NodeId } from "#core/id.ts";
import type { RunView } from "#core/schedule/run-view.ts";

/** What a run did in a box, for the one line that stands for all its steps. */
export type RollUp = {
  readonly running: number;
  readonly waiting: number;
  /** Without those whose failure was caught. */
  readonly failed: number;
  /** Items or rounds of the box itself when it has them, else steps that have ended. */
  readonly done: number;
  /** Null when nobody knows how many there will be. */
  readonly total: number | null;
};

const ended: ReadonlySet<ShownStatus> = new Set(["succeeded", "failed", "caught", "skipped", "cancelled"]);

/** @param inside every step in the box, at any depth. */
export function rollUp(
  view: Pick<RunView, "nodes" | "edges" | "index">,
  box: NodeId,
  inside: readonly NodeId[],
): RollUp {
  let [running, waiting, failed, done] = [0, 0, 0, 0];
  for (const id of inside) {
    const status = shownStatus(view, id);
    if (status === "running") running++;
    else if (status === "waiting") waiting++;
    else if (status === "failed") failed++;
    if (status && ended.has(status)) done++;
  }
  const progress = view.nodes.get(box)?.progress ?? { done, total: inside.length };
  return { running, waiting, failed, done: progress.done, total: progress.total };
}
