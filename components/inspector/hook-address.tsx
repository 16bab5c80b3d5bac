"use client";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useEditorSession } from "#components/editor/session-context.tsx";
import { useTRPC } from "#components/trpc/trpc.ts";
import { Badge } from "#components/ui/badge.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import type { GraphNode } from "#core/graph/graph.ts";
import { curlOf } from "./curl.ts";

/** The address of a webhook, whether it answers already, and a line for the terminal to try it. */
export function HookAddress({ node }: { node: GraphNode }) {
  const path = useHookPath(node);
  if (!path) {
    return (
      <p className="rounded-lg border border-dashed px-3 py-2 text-sm text-muted">
        The address of this webhook appears here as soon as the draft is saved.
      </p>
    );
  }
  const address = `${location.origin}${path.path}`;
  const curl = curlOf(address, node.config);
  return (
    <section aria-label={`Address of ${node.title}`} className="overflow-hidden rounded-lg border">
      <div className="flex items-center gap-2 px-3 pt-2">
        <h3 className="text-sm font-medium">Address</h3>
        {path.live ? <Badge tone="succeeded">Live</Badge> : <Badge>Not live yet</Badge>}
        <span className="ml-auto">
          <CopyButton text={address} label="Copy address" />
        </span>
      </div>
      <p className="px-3 pb-2 font-mono text-xs break-all text-muted select-all">{address}</p>
      {!path.live && (
        <p className="px-3 pb-2 text-xs text-waiting">Publish the workflow to make this address answer.</p>
      )}
      <div className="flex items-start gap-2 border-t bg-sunken px-3 py-1.5">
        <pre className="min-w-0 flex-1 py-1 font-mono text-xs leading-4 break-all whitespace-pre-wrap text-muted">
          {curl}
        </pre>
        <CopyButton text={curl} label="Copy curl command" />
      </div>
    </section>
  );
}

/** The path of a webhook step and whether the published version answers there; null while it is not known. */
function useHookPath(node: GraphNode) {
  const trpc = useTRPC();
  const { workflowId } = useEditorSession();
  const query = trpc.workflows.get.queryOptions({ workflowId: workflowId ?? ("" as never) });
  const { data } = useQuery({
    ...query,
    enabled: workflowId !== null,
    // A step that was just added has its address once its edit has reached the server.
    refetchInterval: ({ state }) => (state.data?.hooks.some((hook) => hook.nodeId === node.id) ? false : 2_000),
  });
  return useMemo(() => data?.hooks.find((hook) => hook.nodeId === node.id) ?? null, [data, node.id]);
}
