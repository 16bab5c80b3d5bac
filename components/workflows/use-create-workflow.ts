"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC } from "#components/trpc/trpc.ts";
import { toast } from "#components/ui/toast.ts";

/** Makes an empty workflow and opens it. */
export function useCreateWorkflow(): { start: () => void; isPending: boolean } {
  const trpc = useTRPC();
  const router = useRouter();
  const create = useMutation(
    trpc.workflows.create.mutationOptions({
      onSuccess: ({ workflowId }) => router.push(`/w/${workflowId}`),
      onError: (error) => toast.error("The workflow was not created", { description: error.message }),
    }),
  );
  return { start: () => create.mutate({}), isPending: create.isPending };
}
