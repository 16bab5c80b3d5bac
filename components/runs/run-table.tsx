"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Activity } from "lucide-react";
import type { ReactNode } from "react";
import { useTRPC } from "#components/trpc/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LoadError } from "#components/ui/load-error.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import type { WorkflowId } from "#core/id.ts";
import type { RunSummary } from "#core/schedule/run-summary.ts";
import { RunRow } from "./run-row.tsx";
import type { StatusFilter } from "./status-filter.ts";

type Props = {
  workflowId?: WorkflowId;
  status?: StatusFilter;
  showWorkflow?: boolean;
  /** Given: rows are buttons that call it. Not given: rows lead to the run on its canvas. */
  onOpen?: (run: RunSummary) => void;
  openRunId?: string | null;
  empty?: ReactNode;
};

/** Runs, newest first, in pages; the first page is asked for again every few seconds. */
export function RunTable({ workflowId, status = "any", showWorkflow = false, onOpen, openRunId, empty }: Props) {
  const trpc = useTRPC();
  const runs = useInfiniteQuery(
    trpc.runs.list.infiniteQueryOptions(
      { ...(workflowId && { workflowId }), ...(status !== "any" && { status }), limit: 50 },
      { getNextPageParam: (page) => page.nextCursor, refetchInterval: 4_000 },
    ),
  );
  if (runs.isPending) {
    return (
      <div className="grid place-items-center py-10">
        <Spinner label="Loading runs" />
      </div>
    );
  }
  if (runs.isError) return <LoadError what="The runs" error={runs.error} retry={runs.refetch} />;
  const items = runs.data.pages.flatMap((page) => page.items);
  if (items.length === 0) {
    return (
      empty ?? (
        <EmptyState icon={<Activity />} title={status === "any" ? "Nothing has run yet" : "No run has this status"}>
          Open a workflow and press Test run, or call the address of a published webhook.
        </EmptyState>
      )
    );
  }
  return (
    <>
      <ul aria-label="Runs" className="divide-y">
        {items.map((run) => (
          <RunRow key={run.id} run={run} showWorkflow={showWorkflow} onOpen={onOpen} isOpen={run.id === openRunId} />
        ))}
      </ul>
      {runs.hasNextPage && (
        <div className="flex justify-center border-t p-2">
          <Button variant="ghost" size="sm" busy={runs.isFetchingNextPage} onClick={() => runs.fetchNextPage()}>
            Show older runs
          </Button>
        </div>
      )}
    </>
  );
}
