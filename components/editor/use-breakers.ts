"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTRPC } from "#components/trpc/trpc.ts";
import type { NodeId, WorkflowId } from "#core/id.ts";
import { useEditorSession } from "./session-context.tsx";
import type { StepBreaker } from "./session-store.ts";

/** A breaker opens and closes without anybody here doing something. Nothing is asked while the tab is hidden. */
const askMs = 20_000;

/** Keeps true which steps' hosts are left alone for having failed again and again; cards show it. */
export function useBreakers(workflowId: WorkflowId): void {
  const { store } = useEditorSession();
  const trpc = useTRPC();
  const { data } = useQuery(trpc.steps.breakers.queryOptions({ workflowId }, { refetchInterval: askMs }));
  useEffect(() => {
    const breakers = new Map<NodeId, StepBreaker>((data ?? []).map((breaker) => [breaker.nodeId, breaker]));
    if (breakers.size > 0 || store.getState().breakers.size > 0) store.setState({ breakers });
  }, [data, store]);
}
