import type { Json } from "#core/json/json.ts";
import type { RunEvent } from "#core/schedule/event.ts";
import { stripValues } from "#core/schedule/strip-values.ts";
import type { RunChange } from "#db/queries/journal.ts";
import type { LiveHub, LivePublisher } from "../live-hub.ts";
import type { RunIdentity } from "../run-identity.ts";
import type { Bus } from "./bus.ts";
import { shareInterest } from "./interest.ts";
import type { LiveNet } from "./live-net.ts";

type News = { readonly run: RunIdentity; readonly events: readonly RunEvent[]; readonly change: RunChange | null };

type Deps = {
  /** What listens in this process. */
  readonly local: LiveHub & LivePublisher;
  readonly bus: Bus;
  /** What was told of a run passes through it, and what was not it finds. */
  readonly net: LiveNet;
};

export type ClusterLive = LiveHub & LivePublisher & { readonly stop: () => void };

/**
 * The same news in every process: what a process writes it tells its own listeners and those processes that said they
 * listen to the run or its workflow. A process that nobody listens to sends nothing. Between processes values are left out
 * of events (followers need none), and a message may be lost: then the net has the journal looked at.
 */
export function createClusterLive({ local, bus, net }: Deps): ClusterLive {
  const interest = shareInterest(bus);
  bus.on("live", (body) => {
    const { run, events, change } = body as unknown as News;
    net.told(run, events, change);
    local.publish(run, events, change);
  });
  bus.onJoined(net.lookAtAll);
  return {
    followRun: (workspaceId, runId, listener) => {
      const stops = [
        local.followRun(workspaceId, runId, listener),
        net.followRun({ workspaceId, runId }, listener),
        interest.add(`${workspaceId}/${runId}`),
      ];
      return () => stopAll(stops);
    },
    followWorkflow: (workspaceId, workflowId, listener) => {
      const stops = [
        local.followWorkflow(workspaceId, workflowId, listener),
        net.followWorkflow({ workspaceId, workflowId }, listener),
        interest.add(`${workspaceId}/${workflowId}`),
      ];
      return () => stopAll(stops);
    },
    publish: (run, events, change) => {
      local.publish(run, events, change);
      net.told(run, events, change);
      if (!interest.hasAny()) return;
      const runKey = `${run.workspaceId}/${run.id}`;
      for (const { process, keys } of interest.wantedBy([runKey, `${run.workspaceId}/${run.workflowId}`])) {
        const isFollowed = keys.includes(runKey);
        // Who only lists runs hears of those that began, changed or ended.
        const told = isFollowed ? events.map(stripValues) : ends(events);
        if (told.length > 0 || change) bus.send(process, "live", { run, events: told, change } as unknown as Json);
      }
    },
    stop: () => {
      interest.stop();
      net.stop();
    },
  };
}

/** The first and the last event when they say that the run began or ended. */
function ends(events: readonly RunEvent[]): readonly RunEvent[] {
  return events.filter(({ type }) => type === "run.started" || type === "run.failed").map(stripValues);
}

function stopAll(stops: readonly (() => void)[]): void {
  for (const stop of stops) stop();
}
