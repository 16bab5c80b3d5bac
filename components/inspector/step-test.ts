"use client";
import { useIsMutating, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { toast } from "sonner";
import { useEditorSession } from "#components/editor/session-context.tsx";
import { useTRPC } from "#components/trpc/trpc.ts";
import type { NodeId, WorkflowId } from "#core/id.ts";
import type { StepRecord } from "#core/schedule/step-record.ts";

/** What trying one step alone gave, newest only, kept while this tab is open. `at` in Unix milliseconds. */
export type StepTest = { readonly record: StepRecord; readonly at: number };

const testsKey = ["step-test"] as const;

function keyOf(workflowId: WorkflowId | null, nodeId: NodeId) {
  return [...testsKey, workflowId, nodeId] as const;
}

/** Tries one step of this workflow with the last input; the result appears in its output, a failure too. */
export function useTestStep(): (nodeId: NodeId) => void {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { workflowId } = useEditorSession();
  const { mutationFn } = trpc.steps.test.mutationOptions();
  const { mutate } = useMutation({
    ...trpc.steps.test.mutationOptions(),
    mutationKey: testsKey,
    mutationFn,
    onSuccess: (record, { nodeId }) => {
      cache.setQueryData<StepTest>(keyOf(workflowId, nodeId), { record, at: Date.now() });
      void cache.invalidateQueries({ queryKey: trpc.steps.samples.queryKey() });
    },
    onError: (error) => toast.error(error.message),
  });
  return useCallback(
    (nodeId) => {
      if (workflowId) mutate({ workflowId, nodeId });
    },
    [mutate, workflowId],
  );
}

/** The newest test of a step, or null. */
export function useStepTest(nodeId: NodeId): StepTest | null {
  const { workflowId } = useEditorSession();
  const { data } = useQuery<StepTest | null>({
    queryKey: keyOf(workflowId, nodeId),
    queryFn: () => null,
    enabled: false,
    initialData: null,
    gcTime: Number.POSITIVE_INFINITY,
  });
  return data;
}

export function useIsTesting(nodeId: NodeId): boolean {
  const count = useIsMutating({
    mutationKey: testsKey,
    predicate: (mutation) => (mutation.state.variables as { nodeId?: NodeId } | undefined)?.nodeId === nodeId,
  });
  return count > 0;
}
