"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { Copy, Download, Ellipsis, Trash2 } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTRPC } from "#components/trpc/trpc.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import { StatusIcon, statusLooks } from "#components/ui/status.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { toast } from "#components/ui/toast.ts";
import type { AppRouter } from "#server/api/root.ts";
import { useExportWorkflow } from "./use-export-workflow.ts";

export type WorkflowListItem = inferRouterOutputs<AppRouter>["workflows"]["list"]["items"][number];

export function WorkflowRow({ workflow }: { workflow: WorkflowListItem }) {
  const { lastRun, live } = workflow;
  return (
    <li className="group relative flex items-center gap-3 px-4 py-3 transition-colors hover:bg-hover/60">
      <div className="min-w-0 flex-1">
        <div className="flex items-center gap-2">
          <Link
            href={`/w/${workflow.id}`}
            className="truncate text-md font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:rounded-lg focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
          >
            {workflow.title}
          </Link>
          {live ? <Badge tone="succeeded">Live · v{live.number}</Badge> : <Badge>Draft</Badge>}
        </div>
        <p className="truncate text-sm text-muted">{workflow.description || "No description"}</p>
      </div>
      <div className="hidden w-44 items-center gap-2 text-sm text-muted md:flex">
        {lastRun ? (
          <>
            <StatusIcon status={lastRun.status} />
            <span>
              {statusLooks[lastRun.status].label} <TimeAgo at={lastRun.startedAt} />
            </span>
          </>
        ) : (
          "Never ran"
        )}
      </div>
      <div className="hidden w-32 text-right text-sm text-faint lg:block">
        Edited <TimeAgo at={workflow.updatedAt} />
      </div>
      <RowMenu workflow={workflow} />
    </li>
  );
}

function RowMenu({ workflow }: { workflow: WorkflowListItem }) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const exportWorkflow = useExportWorkflow();
  const workflowId = workflow.id;
  const reload = () => queryClient.invalidateQueries({ queryKey: trpc.workflows.list.queryKey() });
  const say = (what: string) => (error: { readonly message: string }) => {
    toast.error(what, { description: error.message });
  };
  const restore = useMutation(
    trpc.workflows.restore.mutationOptions({ onSuccess: reload, onError: say("It was not restored") }),
  );
  const remove = useMutation(
    trpc.workflows.remove.mutationOptions({
      onSuccess: () => {
        void reload();
        toast(`Deleted “${workflow.title}”`, {
          action: { label: "Undo", onClick: () => restore.mutate({ workflowId }) },
        });
      },
      onError: say("It was not deleted"),
    }),
  );
  const duplicate = useMutation(
    trpc.workflows.duplicate.mutationOptions({
      onSuccess: (copy) => router.push(`/w/${copy.workflowId}`),
      onError: say("It was not duplicated"),
    }),
  );

  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button
          variant="ghost"
          size="sm"
          aria-label={`More for ${workflow.title}`}
          className="relative z-10 w-7 px-0 opacity-60 group-hover:opacity-100 focus-visible:opacity-100 data-[state=open]:opacity-100"
        >
          <Ellipsis />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem icon={<Copy />} onSelect={() => duplicate.mutate({ workflowId })}>
          Duplicate
        </DropdownMenuItem>
        <DropdownMenuItem icon={<Download />} onSelect={() => exportWorkflow(workflowId)}>
          Export as a file
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem icon={<Trash2 />} danger onSelect={() => remove.mutate({ workflowId })}>
          Delete
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
