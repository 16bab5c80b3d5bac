"use client";
import Link from "next/link";
import { Badge } from "#components/ui/badge.tsx";
import { cn } from "#components/ui/cn.ts";
import { formatDuration } from "#components/ui/duration.ts";
import { StatusIcon, statusLooks } from "#components/ui/status.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { RunSummary } from "#core/schedule/run-summary.ts";
import { triggerLooks } from "./trigger-looks.ts";

type Props = {
  run: RunSummary;
  showWorkflow: boolean;
  isOpen: boolean;
  onOpen?: ((run: RunSummary) => void) | undefined;
};

const coverClass =
  "text-left font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent";

export function RunRow({ run, showWorkflow, isOpen, onOpen }: Props) {
  const name = statusLooks[run.status].label;
  const { Icon: TriggerIcon, label: triggerLabel } = triggerLooks[run.trigger];
  return (
    <li
      aria-current={isOpen || undefined}
      className={cn(
        "relative flex items-center gap-3 px-4 py-2 text-sm transition-colors hover:bg-hover/60",
        isOpen && "bg-accent-soft hover:bg-accent-soft",
      )}
    >
      <StatusIcon status={run.status} />
      {onOpen ? (
        <button type="button" className={cn(coverClass, "w-20")} onClick={() => onOpen(run)}>
          {name}
        </button>
      ) : (
        <Link href={`/w/${run.workflowId}?run=${run.id}`} className={cn(coverClass, "w-20")}>
          {name}
        </Link>
      )}
      {showWorkflow && <span className="hidden w-52 truncate sm:inline">{run.workflowTitle}</span>}
      <span className="min-w-0 flex-1 truncate text-muted">
        {run.failure && (run.failure.nodeTitle ? `${run.failure.nodeTitle}: ` : "") + run.failure.message}
      </span>
      <Badge className="hidden md:inline-flex">
        <TriggerIcon aria-label={triggerLabel} />
        {run.mode === "test" ? "Test" : `v${run.versionNumber ?? "?"}`}
      </Badge>
      <span className="w-16 text-right text-muted tabular-nums">{run.ms === null ? "" : formatDuration(run.ms)}</span>
      <span className="w-28 text-right text-faint">
        <TimeAgo at={run.startedAt} />
      </span>
    </li>
  );
}
