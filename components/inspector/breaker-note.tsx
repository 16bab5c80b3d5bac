"use client";
import { useQuery } from "@tanstack/react-query";
import { Unplug } from "lucide-react";
import { useEditorSession } from "#components/editor/session-context.tsx";
import { useTRPC } from "#components/trpc/trpc.ts";
import type { GraphNode } from "#core/graph/graph.ts";
import { momentText } from "./run-time.ts";

const askedEachMs = 10_000;

/** Says that the step's host is left alone by the whole workspace, until when, and why. */
export function BreakerNote({ node }: { node: GraphNode }) {
  const trpc = useTRPC();
  const { workflowId } = useEditorSession();
  const query = trpc.steps.breakers.queryOptions({ workflowId: workflowId ?? ("" as never) });
  const { data } = useQuery({ ...query, enabled: workflowId !== null, refetchInterval: askedEachMs });
  const breaker = data?.find(({ nodeId }) => nodeId === node.id);
  if (!breaker) return null;
  const { host, untilMs, lastFailure } = breaker;
  return (
    <p
      role="note"
      data-testid="breaker-note"
      className="flex items-start gap-2 rounded-lg border border-failed/30 bg-failed/8 px-3 py-2 text-sm"
    >
      <Unplug aria-hidden className="mt-0.5 size-4 shrink-0 text-failed" />
      <span className="min-w-0 break-words">
        <span className="font-medium">{host} has failed again and again.</span>{" "}
        {untilMs === null
          ? "The next request tries whether it works again."
          : `Requests to it fail at once until ${momentText(untilMs)}.`}
        {lastFailure && <span className="text-muted"> The last time: {lastFailure}</span>}
      </span>
    </p>
  );
}
