import { memo } from "react";
import { useSession } from "#components/editor/session-context.tsx";
import { type ShownStatus, shownStatus } from "#components/runs/shown-status.ts";
import { cn } from "#components/ui/cn.ts";
import { formatDuration } from "#components/ui/duration.ts";
import { statusLooks } from "#components/ui/status.tsx";
import type { NodeId } from "#core/id.ts";
import type { NodeView } from "#core/schedule/run-view.ts";

/** The card's outline while a run is shown. */
export const statusRing: Readonly<Record<ShownStatus, string>> = {
  queued: "",
  running: "border-running ring-3 ring-running/20 step-card-running",
  waiting: "border-waiting ring-3 ring-waiting/20",
  succeeded: "border-succeeded/60",
  failed: "border-failed ring-3 ring-failed/20",
  caught: "border-waiting ring-3 ring-waiting/20",
  skipped: "border-dashed",
  cancelled: "border-dashed",
};

/** What a run did here: a sign with the status's own shape, the time it took, and how many times it ran. */
export const CardStatus = memo(function CardStatus({ nodeId }: { nodeId: NodeId }) {
  const view = useSession((state) => state.run?.view.nodes.get(nodeId) ?? null);
  const status = useSession((state) => (state.run ? shownStatus(state.run.view, nodeId) : null));
  if (!view || !status || status === "queued") return null;
  const { Icon, color, label } = statusLooks[status];
  const note = noteOf(view);
  return (
    <span
      role="img"
      aria-label={note ? `${label}, ${note}` : label}
      className={cn(
        "absolute -top-2.5 right-3 flex h-5 animate-pop items-center gap-1 rounded-full border bg-surface px-1.5 text-xs font-medium tabular-nums",
        color,
      )}
    >
      <Icon aria-hidden className={cn("size-3.5", view.status === "running" && "animate-spin")} />
      {note && <span>{note}</span>}
    </span>
  );
});

function noteOf(view: NodeView): string {
  if (view.progress) {
    const { done, total } = view.progress;
    return total === null ? `${done} ×` : `${done} / ${total}`;
  }
  if (view.counts.total > 1) {
    const done = view.counts.succeeded;
    return view.counts.failed > 0
      ? `${view.counts.failed} of ${view.counts.total} failed`
      : `${done} / ${view.counts.total}`;
  }
  return view.ms === null ? "" : formatDuration(view.ms);
}
