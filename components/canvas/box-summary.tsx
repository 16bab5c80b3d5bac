import { CircleAlert, TriangleAlert } from "lucide-react";
import { useMemo } from "react";
import { useShallow } from "zustand/react/shallow";
import { useEditorSession, useSession, useShownGraph } from "#components/editor/session-context.tsx";
import type { SessionState } from "#components/editor/session-store.ts";
import { cn } from "#components/ui/cn.ts";
import { statusLooks } from "#components/ui/status.tsx";
import type { Graph } from "#core/graph/graph.ts";
import type { NodeId } from "#core/id.ts";
import type { Card } from "./card-geometry.ts";
import { drawnCards } from "./drawn-cards.ts";
import { type RollUp, rollUp } from "./roll-up.ts";

/** The line under a folded box's header: what it is set to, how much is inside, and what a run does in there. */
export function BoxSummary({ card }: { card: Card }) {
  const { registry, store } = useEditorSession();
  const graph = useShownGraph();
  const inside = useMemo(
    () => idsInside(drawnCards(graph.nodes, registry, store.getState().collapsed).children, card.node.id),
    [graph, registry, store, card.node.id],
  );
  const run = useSession(
    useShallow((state) =>
      state.run?.view.nodes.has(card.node.id) ? rollUp(state.run.view, card.node.id, inside) : null,
    ),
  );
  const active = useSession((state) => state.run?.view.nodes.get(card.node.id)?.activeState ?? null);
  const activeTitle = graph.nodes.find((node) => node.id === active)?.title;
  const caption = activeTitle === undefined ? card.caption : `In ${activeTitle}`;
  const [count, noun] =
    card.kind === "states"
      ? [graph.nodes.filter((node) => node.parent === card.node.id).length, "state"]
      : [inside.length, "step"];
  return (
    <div className="relative flex h-11 items-center gap-2 border-t px-3 text-xs text-muted">
      <p className="card-caption min-w-0 flex-1 truncate" title={caption}>
        {caption}
      </p>
      <ProblemsInside inside={inside} />
      {run && <Counts run={run} />}
      <span className="shrink-0 tabular-nums">{`${count} ${noun}${count === 1 ? "" : "s"}`}</span>
      {run && <Progress run={run} />}
    </div>
  );
}

function ProblemsInside({ inside }: { inside: readonly NodeId[] }) {
  const errors = useSession((state) => countInside(state, inside, "error"));
  const warnings = useSession((state) => countInside(state, inside, "warning"));
  if (errors + warnings === 0) return null;
  const label = `${errors + warnings} ${errors + warnings === 1 ? "problem" : "problems"} inside`;
  return (
    <span
      role="img"
      aria-label={label}
      title={label}
      className={cn(
        "flex shrink-0 items-center gap-1 font-medium tabular-nums",
        errors > 0 ? "text-failed" : "text-waiting",
      )}
    >
      {errors > 0 ? (
        <CircleAlert aria-hidden className="size-3.5" />
      ) : (
        <TriangleAlert aria-hidden className="size-3.5" />
      )}
      {errors + warnings}
    </span>
  );
}

function countInside(
  { problemsByNode }: SessionState,
  inside: readonly NodeId[],
  severity: "error" | "warning",
): number {
  let count = 0;
  for (const id of inside)
    for (const problem of problemsByNode.get(id) ?? []) if (problem.severity === severity) count++;
  return count;
}

function Counts({ run }: { run: RollUp }) {
  return (["running", "waiting", "failed"] as const)
    .filter((status) => run[status] > 0)
    .map((status) => {
      const { Icon, color, label } = statusLooks[status];
      return (
        <span
          key={status}
          role="img"
          aria-label={`${run[status]} ${label.toLowerCase()}`}
          title={`${run[status]} ${label.toLowerCase()}`}
          className={cn("flex shrink-0 items-center gap-1 font-medium tabular-nums", color)}
        >
          <Icon aria-hidden className={cn("size-3.5", status === "running" && "animate-spin")} />
          {run[status]}
        </span>
      );
    });
}

function Progress({ run: { done, total, failed } }: { run: RollUp }) {
  if (total === null || total === 0) return null;
  const percent = Math.round((done / total) * 100);
  return (
    <div
      role="progressbar"
      aria-label="Progress"
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={done}
      aria-valuetext={`${done} of ${total}`}
      className="absolute inset-x-3 bottom-1.5 h-0.5 overflow-hidden rounded-full bg-line"
    >
      <div
        className={cn(
          "h-full rounded-full transition-[width] duration-200",
          failed > 0 ? "bg-failed" : percent === 100 ? "bg-succeeded" : "bg-running",
        )}
        style={{ width: `${percent}%` }}
      />
    </div>
  );
}

function idsInside(
  children: ReadonlyMap<NodeId | null, readonly Graph["nodes"][number][]>,
  box: NodeId,
): readonly NodeId[] {
  return (children.get(box) ?? []).flatMap((node) => [node.id, ...idsInside(children, node.id)]);
}
