"use client";
import { ChevronRight, ListTree } from "lucide-react";
import { useState } from "react";
import { runSigns } from "#components/canvas/run-signs.ts";
import { useEditorSession, useSession } from "#components/editor/session-context.tsx";
import type { SessionState, ShownRun } from "#components/editor/session-store.ts";
import { cn } from "#components/ui/cn.ts";
import { formatDuration } from "#components/ui/duration.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { StatusBadge, StatusIcon } from "#components/ui/status.tsx";
import type { ContainerKind } from "#core/compile/container-kind.ts";
import type { PlanNode } from "#core/compile/plan.ts";
import type { RunId } from "#core/id.ts";
import type { NodeView, RunView } from "#core/schedule/run-view.ts";
import { Iterations } from "./iterations.tsx";
import { PutAside } from "./put-aside.tsx";
import { RunClock } from "./run-clock.tsx";
import { shownStatus } from "./shown-status.ts";
import { timesText } from "./times-text.ts";

/** The shown run, step by step, in the order of the plan; linked both ways with the canvas. */
export function RunLog() {
  const shown = useSession(selectRun);
  if (!shown) {
    return (
      <EmptyState icon={<ListTree />} title="No run is shown">
        Press Test run, or open a run in the Runs tab. Each step then appears here with its time and its result.
      </EmptyState>
    );
  }
  return <Log shown={shown} />;
}

function Log({ shown: { runId, view } }: { shown: ShownRun }) {
  const steps = view.index.plan.nodes.filter((node) => view.nodes.has(node.id));
  return (
    <div className="text-sm">
      <header className="flex items-center gap-3 border-b px-4 py-2">
        <StatusBadge status={view.status} />
        <RunClock view={view} />
        {view.failure && <p className="min-w-0 flex-1 truncate text-failed">{view.failure.message}</p>}
        {view.status === "quarantined" && <PutAside runId={runId} />}
      </header>
      <ol aria-label="Steps of the run">
        {steps.map((node) => (
          <LogRow key={node.id} runId={runId} node={node} view={view} depth={kindsAround(node, view).length} />
        ))}
      </ol>
    </div>
  );
}

type RowProps = { runId: RunId; node: PlanNode; view: RunView; depth: number };

function LogRow({ runId, node, view, depth }: RowProps) {
  const { store } = useEditorSession();
  const isSelected = useSession((state) => state.selection.has(node.id));
  const [unfolded, setUnfolded] = useState(false);
  const step = view.nodes.get(node.id);
  const status = shownStatus(view, node.id);
  if (!step || !status) return null;
  const many = step.counts.total > 1;
  const show = () => {
    store.setState({ selection: new Set([node.id]), inspectorOpen: true });
    store.getState().canvas?.reveal(node.id);
  };
  return (
    <li className="border-b last:border-b-0">
      <div
        className={cn("relative flex h-8 items-center gap-2 pr-4 hover:bg-hover/60", isSelected && "bg-accent-soft")}
        style={{ paddingLeft: 16 + depth * 20 }}
      >
        <StatusIcon status={status} />
        <button
          type="button"
          onClick={show}
          className="truncate text-left font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
        >
          {node.title}
        </button>
        {many && (
          <button
            type="button"
            aria-expanded={unfolded}
            onClick={() => setUnfolded(!unfolded)}
            className="relative z-10 inline-flex items-center gap-0.5 rounded-sm px-1 text-xs text-muted hover:bg-hover"
          >
            <ChevronRight className={cn("size-3 transition-transform", unfolded && "rotate-90")} />
            {timesText(step.counts)}
          </button>
        )}
        <span className="min-w-0 flex-1 truncate text-muted">
          {status === "caught" && "Caught: "}
          {summary(step, node)}
        </span>
        <span className="text-muted tabular-nums">{step.ms === null ? "" : formatDuration(step.ms)}</span>
      </div>
      {unfolded && <Iterations runId={runId} nodeId={node.id} kinds={kindsAround(node, view)} />}
    </li>
  );
}

function summary(step: NodeView, { handling }: PlanNode): string {
  const signs = runSigns(step, handling?.attempts ?? 1, Date.now());
  if (signs.length > 0) return signs.map(({ label }) => label).join(" ");
  if (step.failure) return step.failure.message;
  if (step.progress) {
    const { done, total } = step.progress;
    return total === null ? `${done} ${done === 1 ? "round" : "rounds"}` : `${done} of ${total} items`;
  }
  if (step.items !== null) return `${step.items.toLocaleString("en")} ${step.items === 1 ? "item" : "items"}`;
  return "";
}

/** How the boxes around a step hold it, the outermost first. */
function kindsAround(node: PlanNode, view: RunView): readonly ContainerKind[] {
  const kinds: ContainerKind[] = [];
  let around = node.parent && view.index.nodes.get(node.parent)?.node;
  while (around) {
    kinds.unshift(around.kind as ContainerKind);
    around = around.parent && view.index.nodes.get(around.parent)?.node;
  }
  return kinds;
}

function selectRun(state: SessionState) {
  return state.run;
}
