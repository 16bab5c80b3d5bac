import type { NodeId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import { nodeOfActivation } from "#core/schedule/activation-id.ts";
import type { RunEvent, StoredValue } from "#core/schedule/event.ts";
import { failureValue } from "#core/schedule/failure-value.ts";
import { indexedNode, type PlanIndex } from "#core/schedule/index-plan.ts";
import type { RespondValue, RunEnd } from "../drive/drive.ts";
import { respondValue } from "../drive/settle-step.ts";

export type RunOutcome = {
  /** What the first respond step said; null while there is none. */
  readonly response: RespondValue | null;
  /** Null while the run has not ended. */
  readonly end: RunEnd | null;
};

/** What callers of a run are told, from its journal: the same that the process which drove it would tell them. */
export function runOutcome(
  index: PlanIndex,
  events: readonly RunEvent[],
  blobs: ReadonlyMap<string, Json>,
): RunOutcome {
  const storedValue = (stored: StoredValue) => ("value" in stored ? stored.value : (blobs.get(stored.blob) ?? null));
  const given = new Map<NodeId, Json>();
  let response: RespondValue | null = null;
  for (const event of events) {
    if (event.type === "activation.emitted") {
      const node = indexedNode(index, nodeOfActivation(event.activation));
      const value = storedValue(event.output);
      if (node.node.kind === "respond") response ??= respondValue(value);
      given.set(node.node.id, value);
    } else if (event.type === "activation.failed") {
      const node = indexedNode(index, nodeOfActivation(event.activation));
      if (node.catchesFailure) given.set(node.node.id, failureValue(event.failure));
    }
  }
  return { response, end: endOf(index, events.at(-1), given) };
}

function endOf(index: PlanIndex, last: RunEvent | undefined, given: ReadonlyMap<NodeId, Json>): RunEnd | null {
  const nothing = { output: null, failure: null, failedNode: null };
  switch (last?.type) {
    case "run.succeeded": {
      // The last step of the top level, in plan order, that gave anything.
      const node = index.root.nodes.findLast(({ node: { id } }) => given.has(id));
      return { ...nothing, status: "succeeded", output: node ? (given.get(node.node.id) ?? null) : null };
    }
    case "run.failed": {
      const { failure, activation } = last;
      return { ...nothing, status: "failed", failure, failedNode: activation && nodeOfActivation(activation) };
    }
    case "run.cancelled":
      return { ...nothing, status: "cancelled" };
    default:
      return null;
  }
}
