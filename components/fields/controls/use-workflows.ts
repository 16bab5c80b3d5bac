import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "#components/trpc/trpc.ts";

/** The workflows of the workspace, to choose one from. */
export function useWorkflows() {
  const trpc = useTRPC();
  return useQuery(trpc.workflows.list.queryOptions({}, { staleTime: 10_000 }));
}

/** The title of a workflow of the workspace, to be shown where only its id is kept. */
export function useWorkflowTitle(id: string): string {
  return titleIn(useWorkflows(), id);
}

export function titleIn({ data, isPending }: ReturnType<typeof useWorkflows>, id: string): string {
  const found = data?.items.find((workflow) => workflow.id === id);
  if (found) return found.title || "Untitled";
  return isPending ? "…" : "A workflow that is gone";
}
