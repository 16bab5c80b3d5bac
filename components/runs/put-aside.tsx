"use client";
import { useMutation } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { useTRPC } from "#components/trpc/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.ts";
import type { RunId } from "#core/id.ts";

/** Why nobody drives a run any more, and how it goes on. */
export function PutAside({ runId }: { runId: RunId }) {
  const trpc = useTRPC();
  const resume = useMutation(trpc.runs.resume.mutationOptions({ onError: (error) => toast.error(error.message) }));
  return (
    <>
      <p className="min-w-0 flex-1 text-failed">
        The server ended several times while it worked on this run. It rests until somebody resumes it.
      </p>
      <Button size="sm" busy={resume.isPending} onClick={() => resume.mutate({ runId })}>
        <Play /> Resume
      </Button>
    </>
  );
}
