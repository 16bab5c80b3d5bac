"use client";
import { useQuery } from "@tanstack/react-query";
import { GitCommitVertical } from "lucide-react";
import { useTRPC } from "#components/trpc/trpc.ts";
import { Badge } from "#components/ui/badge.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LoadError } from "#components/ui/load-error.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { WorkflowId } from "#core/id.ts";

/** Published versions, newest first. */
export function VersionsPanel({ workflowId }: { workflowId: WorkflowId }) {
  const trpc = useTRPC();
  const versions = useQuery(trpc.versions.list.queryOptions({ workflowId }));
  if (versions.isPending) return <Spinner className="m-4" label="Loading versions" />;
  if (versions.isError) return <LoadError what="The versions" error={versions.error} retry={versions.refetch} />;
  if (versions.data.items.length === 0) {
    return (
      <EmptyState icon={<GitCommitVertical />} title="Not published yet">
        Publish freezes the draft as a version. Webhooks run the published version only, so drawing on is safe.
      </EmptyState>
    );
  }
  return (
    <ul aria-label="Versions" className="divide-y text-sm">
      {versions.data.items.map((version) => (
        <li key={version.versionId} className="flex items-center gap-3 px-4 py-2">
          <span className="w-10 font-medium tabular-nums">v{version.number}</span>
          {version.live && <Badge tone="succeeded">Live</Badge>}
          <span className="min-w-0 flex-1 truncate text-muted">{version.notes}</span>
          <span className="text-faint">
            {version.publishedBy}, <TimeAgo at={version.publishedAt} />
          </span>
        </li>
      ))}
    </ul>
  );
}
