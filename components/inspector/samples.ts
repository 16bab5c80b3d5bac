"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { useEditorSession, useSession } from "#components/editor/session-context.tsx";
import type { SessionState } from "#components/editor/session-store.ts";
import { useTRPC } from "#components/trpc/trpc.ts";
import type { NodeId } from "#core/id.ts";
import { runTime } from "./run-time.ts";
import type { StepSample } from "./sample-scope.ts";
import { useStepTests } from "./step-test.ts";

export type Samples = ReadonlyMap<NodeId, StepSample>;

/** The last known output of each step; asked for again when a run of this workflow ends. */
export function useSamples(): Samples {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { workflowId } = useEditorSession();
  const ended = useSession(selectEnded);
  const query = trpc.steps.samples.queryOptions({ workflowId: workflowId ?? ("" as never) });
  const { data } = useQuery({ ...query, enabled: workflowId !== null, staleTime: 30_000 });
  useEffect(() => {
    if (ended) void cache.invalidateQueries({ queryKey: trpc.steps.samples.queryKey() });
  }, [ended, cache, trpc]);
  const tests = useStepTests();
  return useMemo(() => {
    const now = Date.now();
    const samples = new Map<NodeId, StepSample>();
    for (const [id, { value, at, truncated }] of Object.entries(data ?? {})) {
      samples.set(id as NodeId, {
        value,
        from: `run at ${runTime(at, now)}${truncated ? ", shortened" : ""}`,
        isShortened: truncated,
      });
    }
    for (const [id, { record, at }] of Object.entries(tests)) {
      const isNewer = at > (data?.[id as NodeId]?.at ?? 0);
      if (isNewer && record.output !== undefined) {
        samples.set(id as NodeId, { value: record.output, from: `test at ${runTime(at, now)}` });
      }
    }
    return samples;
  }, [data, tests]);
}

/** Changes whenever the shown run comes to its end. */
function selectEnded(state: SessionState): string | null {
  return state.run && state.run.view.endedAt !== null ? `${state.run.runId}@${state.run.view.endedAt}` : null;
}
