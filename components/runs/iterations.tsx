"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTRPC } from "#components/trpc/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { formatDuration } from "#components/ui/duration.ts";
import { Spinner } from "#components/ui/spinner.tsx";
import { StatusIcon } from "#components/ui/status.tsx";
import type { ContainerKind } from "#core/compile/container-kind.ts";
import type { NodeId, RunId } from "#core/id.ts";
import { iterationName } from "./iteration-name.ts";

type Props = {
  readonly runId: RunId;
  readonly nodeId: NodeId;
  /** Of the containers around the step, the outermost first. */
  readonly kinds: readonly ContainerKind[];
};

/** One line for each time a step inside a container ran, in the order of the items. */
export function Iterations({ runId, nodeId, kinds }: Props) {
  const depth = kinds.length + 1;
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
            <span className="tabular-nums">{iterationName(item.activation, kinds)}</span>
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
