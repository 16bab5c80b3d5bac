"use client";

import { CircleAlert, CircleCheck, TriangleAlert, Wand2 } from "lucide-react";
import { selectOnly } from "#components/editor/select.ts";
import { useEditorSession, useGraph, useProblems } from "#components/editor/session-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { Problem } from "#core/compile/problem.ts";

/** Everything that keeps the draft from running, live; each leads to the step and the field, some mend themselves. */
export function ProblemsPanel() {
  const problems = useProblems();
  if (problems.length === 0)
    return (
      <EmptyState icon={<CircleCheck />} title="No problems">
        This workflow can be run and published.
      </EmptyState>
    );
  const sorted = problems.toSorted((a, b) => Number(a.severity === "warning") - Number(b.severity === "warning"));
  return (
    <ul aria-label="Problems" className="divide-y text-sm">
      {sorted.map((problem) => (
        <ProblemRow key={keyOf(problem)} problem={problem} />
      ))}
    </ul>
  );
}

function ProblemRow({ problem }: { problem: Problem }) {
  const { store, dispatch } = useEditorSession();
  const { nodes } = useGraph();
  const node = nodes.find((each) => each.id === problem.nodeId);
  const { fix } = problem;
  const show = () => {
    const { nodeId, field } = problem;
    if (!nodeId && !field) return;
    selectOnly(store, nodeId ? [nodeId] : []);
    const focusField = field ? { nodeId, field, at: performance.now() } : null;
    store.setState({ inspectorOpen: true, focusField, ...(nodeId ? {} : { workflowOpen: true }) });
    if (nodeId) store.getState().canvas?.reveal(nodeId);
  };
  return (
    <li className="relative flex min-h-9 items-center gap-3 px-4 py-1.5 hover:bg-hover/60">
      {problem.severity === "error" ? (
        <CircleAlert aria-label="Error" className="size-4 shrink-0 text-failed" />
      ) : (
        <TriangleAlert aria-label="Warning" className="size-4 shrink-0 text-waiting" />
      )}
      <button
        type="button"
        onClick={show}
        className="min-w-0 flex-1 text-left after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
      >
        {problem.message}
      </button>
      {node && <span className="max-w-48 truncate text-muted">{node.title}</span>}
      {fix && (
        <Button size="sm" className="relative z-10" onClick={() => dispatch(fix.commands, fix.label)}>
          <Wand2 />
          {fix.label}
        </Button>
      )}
    </li>
  );
}

function keyOf({ code, nodeId, edgeId, field, message, range }: Problem): string {
  return [code, nodeId, edgeId, field, range?.from, message].join(" ");
}
