import { takeHandedRun } from "../dispatch/take-handed-run.ts";
import type { Driving } from "../driving.ts";
import { callersElsewhere } from "./callers.ts";
import type { Cluster } from "./join-cluster.ts";

/** Takes the runs that the cluster hands to this process, if it drives any. */
export function workForCluster(driving: Driving, { dispatcher, bus }: Cluster): void {
  dispatcher.work((run) => {
    // Callers of this very process are told as if there were no other.
    const callers = run.from === bus.self ? null : callersElsewhere(bus, run.runId, run.from);
    return takeHandedRun(driving, run, callers);
  });
}
