"use client";
import { useIsMutating, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { savedFirst } from "#components/editor/saved-first.ts";
import { useEditorSession } from "#components/editor/session-context.tsx";
import { useTRPC } from "#components/trpc/trpc.ts";
import { toast } from "#components/ui/toast.ts";
import type { NodeId, WorkflowId } from "#core/id.ts";
import type { StepRecord } from "#core/schedule/step-record.ts";

/** What trying one step alone gave, newest only, kept while this tab is open. `at` in Unix milliseconds. */
export type StepTest = { readonly record: StepRecord; readonly at: number };

const testsKey = ["step-test"] as const;

type StepTests = Readonly<Record<NodeId, StepTest>>;

const none: StepTests = {};

function keyOf(workflowId: WorkflowId | null) {
  return [...testsKey, workflowId] as const;
}

/** Tries one step of this workflow with the last input; the result appears in its output, a failure too. */
export function useTestStep(): (nodeId: NodeId) => void {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { workflowId, store } = useEditorSession();
  const { mutationFn } = trpc.steps.test.mutationOptions();
  const { mutate } = useMutation({
    ...trpc.steps.test.mutationOptions(),
    mutationKey: testsKey,
    mutationFn: savedFirst(store, mutationFn),
    onSuccess: (record, { nodeId }) => {
      const test = { record, at: Date.now() };
      cache.setQueryData<StepTests>(keyOf(workflowId), (before) => ({ ...before, [nodeId]: test }));
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

/** The newest test of each step that was tested since this tab was opened. */
export function useStepTests(): StepTests {
  const { workflowId } = useEditorSession();
  const { data } = useQuery<StepTests>({
    queryKey: keyOf(workflowId),
    queryFn: () => none,
    enabled: false,
    initialData: none,
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
