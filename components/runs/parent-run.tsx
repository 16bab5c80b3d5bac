"use client";
import { useQuery } from "@tanstack/react-query";
import { CornerLeftUp } from "lucide-react";
import Link from "next/link";
import { useTRPC } from "#components/trpc/trpc.ts";
import type { RunId } from "#core/id.ts";

/** Leads to the run of which a step started this one; nothing for every other run. */
export function ParentRun({ runId }: { runId: RunId }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.runs.get.queryOptions({ runId }, { staleTime: Number.POSITIVE_INFINITY }));
  if (!data?.parent) return null;
  const { workflowId, workflowTitle, runId: parentId } = data.parent;
  return (
    <Link
      href={`/w/${workflowId}?run=${parentId}`}
      className="inline-flex min-w-0 items-center gap-1 font-medium text-accent hover:underline"
    >
      <CornerLeftUp aria-hidden className="size-3.5 shrink-0" />
      <span className="truncate">Started by {workflowTitle || "another workflow"}</span>
    </Link>
  );
}
