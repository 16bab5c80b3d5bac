"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useEditorSession, useSession, useShownGraph } from "#components/editor/session-context.tsx";
import type { SessionState } from "#components/editor/session-store.ts";
import { StepIcon } from "#components/palette/step-icon.tsx";
import { iterationName } from "#components/runs/iteration-name.ts";
import { useTRPC } from "#components/trpc/trpc.ts";
import { formatDuration } from "#components/ui/duration.ts";
import { LoadError } from "#components/ui/load-error.tsx";
import { Select } from "#components/ui/select.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import { statusLooks } from "#components/ui/status.tsx";
import { type ContainerKind, containerKindOf } from "#core/compile/container-kind.ts";
import type { GraphNode } from "#core/graph/graph.ts";
import type { RunId } from "#core/id.ts";
import type { ActivationId, ActivationStatus } from "#core/schedule/event.ts";
import type { ActivationSummary } from "#core/schedule/step-record.ts";
import { NotReached, StepRecordView } from "./step-record-view.tsx";

/** A step of a past run, in place of its settings: whose it is, then everything that was recorded of it. */
export function StepRecordPanel({ node, runId }: { node: GraphNode; runId: RunId }) {
  const { registry } = useEditorSession();
  const definition = registry.get(node.type);
  return (
    <>
      <div className="flex items-center gap-2 px-3 pt-3 pb-2">
        <StepIcon icon={definition?.icon ?? "box"} category={definition?.category ?? "flow"} size="md" />
        <div className="min-w-0 flex-1">
          <h2 className="truncate text-md font-semibold">{node.title}</h2>
          <p className="truncate text-xs text-muted">{definition?.title ?? node.type}, as it ran</p>
        </div>
      </div>
      <RecordedStep node={node} runId={runId} />
    </>
  );
}

/** One step of a run: which of its iterations, how it went, and everything that went in and came out. */
export function RecordedStep({ node, runId }: { node: GraphNode; runId: RunId }) {
  const isInside = node.parent !== null;
  const [chosen, setChosen] = useState<ActivationId | null>(null);
  const iterations = useIterations(runId, node, isInside);
  const kinds = useKindsAround(node);
  const activation = isInside ? (chosen ?? firstWorthSeeing(iterations.items)) : node.id;
  return (
    <>
      {isInside && iterations.items.length > 0 && (
        <div className="px-3 pb-2">
          <Select
            label="Iteration"
            value={activation ?? ""}
            options={iterations.items.map((item) => ({ value: item.activation, label: iterationLabel(item, kinds) }))}
            onValueChange={(value) => setChosen(value as ActivationId)}
          />
          {iterations.hasMore && (
            <button
              type="button"
              onClick={iterations.loadMore}
              className="mt-1 text-xs font-medium text-accent hover:underline"
            >
              Load more iterations
            </button>
          )}
        </div>
      )}
      {activation ? (
        <Recorded key={activation} runId={runId} activation={activation} />
      ) : iterations.isLoading ? (
        <Spinner className="m-4" label="Loading iterations" />
      ) : (
        <NotReached />
      )}
    </>
  );
}

function useIterations(runId: RunId, node: GraphNode, isInside: boolean) {
  const trpc = useTRPC();
  const query = useInfiniteQuery({
    ...trpc.runs.activations.infiniteQueryOptions(
      { runId, nodeId: node.id },
      { getNextPageParam: (page) => page.nextCursor },
    ),
    enabled: isInside,
  });
  return {
    items: query.data?.pages.flatMap((page) => page.items) ?? [],
    isLoading: query.isLoading,
    hasMore: query.hasNextPage,
    loadMore: () => void query.fetchNextPage(),
  };
}

/** How the boxes around a step hold it, the outermost first. */
function useKindsAround(node: GraphNode): readonly ContainerKind[] {
  const { registry } = useEditorSession();
  const byId = new Map(useShownGraph().nodes.map((each) => [each.id, each]));
  const kinds: ContainerKind[] = [];
  let around = node.parent ? byId.get(node.parent) : undefined;
  for (let depth = 0; around && depth < 64; depth++) {
    kinds.unshift(containerKindOf(registry.get(around.type)) ?? "each");
    around = around.parent ? byId.get(around.parent) : undefined;
  }
  return kinds;
}

/** The first that failed, else one that waits, else the first. */
function firstWorthSeeing(items: readonly ActivationSummary[]): ActivationId | null {
  const [first] = items;
  const of = (status: ActivationStatus) => items.find((item) => item.status === status);
  return (of("failed") ?? of("waiting") ?? first)?.activation ?? null;
}

function iterationLabel({ activation, status, ms }: ActivationSummary, kinds: readonly ContainerKind[]): string {
  return `${iterationName(activation, kinds)} · ${statusLooks[status].label}${ms === null ? "" : ` · ${formatDuration(ms)}`}`;
}

function Recorded({ runId, activation }: { runId: RunId; activation: ActivationId }) {
  const trpc = useTRPC();
  // A run that goes on may still change this step: ask again whenever the step's own picture changes.
  const picture = useSession((state) => pictureOf(state, activation));
  const query = useQuery(trpc.runs.step.queryOptions({ runId, activation }));
  const { refetch } = query;
  useEffect(() => {
    if (picture !== null) void refetch();
  }, [picture, refetch]);
  if (query.isPending) return <Spinner className="m-4" label="Loading the step" />;
  if (query.isError) return <LoadError what="This step" error={query.error} retry={query.refetch} />;
  return <StepRecordView record={query.data} />;
}

function pictureOf(state: SessionState, activation: ActivationId): string | null {
  const node = state.run?.view.nodes.get(activation.split(":")[0] as GraphNode["id"]);
  if (!node) return null;
  const { status, counts, attempt, waiting } = node;
  return [status, counts.succeeded, counts.failed, attempt, waiting?.on, waiting?.untilMs].join(" ");
}
