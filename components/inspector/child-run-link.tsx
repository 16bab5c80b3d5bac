"use client";
import { ArrowUpRight } from "lucide-react";
import Link from "next/link";
import type { ChildLink } from "#core/schedule/step-history.ts";

/** Leads to a run of another workflow, on the canvas of that workflow. */
export function ChildRunLink({ runId, workflowId }: ChildLink) {
  return (
    <Link
      href={`/w/${workflowId}?run=${runId}`}
      className="inline-flex items-center gap-1 font-medium text-accent hover:underline"
    >
      Open the run <ArrowUpRight aria-hidden className="size-3.5" />
    </Link>
  );
}
