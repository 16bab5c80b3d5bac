import type { NodeId } from "#core/id.ts";
import type { ActivationStatus } from "#core/schedule/event.ts";
import { errorPort } from "#core/schedule/index-plan.ts";
import type { RunView } from "#core/schedule/run-view.ts";

/** A step's status as it is drawn: one that failed and was caught is no cause for alarm. */
export type ShownStatus = ActivationStatus | "caught";

/** Null for a step that the run has not decided about. A failure is caught once it has gone out at the error port. */
export function shownStatus(view: Pick<RunView, "nodes" | "edges" | "index">, id: NodeId): ShownStatus | null {
  const status = view.nodes.get(id)?.status ?? null;
  if (status !== "failed") return status;
  const isCaught = view.index.nodes
    .get(id)
    ?.outgoing.some(({ edge }) => edge.sourcePort === errorPort && view.edges.get(edge.id)?.status === "delivered");
  return isCaught ? "caught" : status;
}
