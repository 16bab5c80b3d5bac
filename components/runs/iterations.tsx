"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTRPC } from "#components/trpc/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { formatDuration } from "#components/ui/duration.ts";
import { Spinner } from "#components/ui/spinner.tsx";
import { StatusIcon } from "#components/ui/status.tsx";
import type { NodeId, RunId } from "#core/id.ts";

/** One line for each time a step inside a container ran, in the order of the items. */
export function Iterations({ runId, nodeId, depth }: { runId: RunId; nodeId: NodeId; depth: number }) {
  const trpc = useTRPC();
  const list = useInfiniteQuery(
    trpc.runs.activations.infiniteQueryOptions({ runId, nodeId }, { getNextPageParam: (page) => page.nextCursor }),
  );
  if (list.isPending) return <Spinner className="m-2" label="Loading iterations" />;
  if (list.isError) return <p className="px-4 py-2 text-failed">{list.error.message}</p>;
  return (
    <ol className="bg-sunken/60 text-xs">
      {list.data.pages
        .flatMap((page) => page.items)
        .map((item) => (
          <li
            key={item.activation}
            className="flex h-7 items-center gap-2 pr-4"
            style={{ paddingLeft: 16 + depth * 20 }}
          >
            <StatusIcon status={item.status} className="size-3.5" />
            <span className="tabular-nums">
              Item {item.activation.split(":")[1]?.split(".").map(oneBased).join(", ")}
            </span>
            <span className="min-w-0 flex-1 truncate text-muted">{item.failure?.message}</span>
            <span className="text-muted tabular-nums">{item.ms === null ? "" : formatDuration(item.ms)}</span>
          </li>
        ))}
      {list.hasNextPage && (
        <li className="p-1">
          <Button variant="ghost" size="sm" busy={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
            Show more
          </Button>
        </li>
      )}
    </ol>
  );
}

function oneBased(index: string): number {
  return Number(index) + 1;
}
