"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "#components/trpc/trpc.ts";
import { toast } from "#components/ui/toast.ts";
import type { WorkflowId } from "#core/id.ts";

/** Downloads a workflow's draft as a readable file. */
export function useExportWorkflow(): (workflowId: WorkflowId) => Promise<void> {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return async (workflowId) => {
    try {
      const file = await queryClient.fetchQuery(trpc.workflows.export.queryOptions({ workflowId }, { staleTime: 0 }));
      download(file.filename, file.text);
    } catch (error) {
      toast.error("The file was not made", { description: error instanceof Error ? error.message : undefined });
    }
  };
}

function download(filename: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = filename;
  link.click();
  URL.revokeObjectURL(url);
}
