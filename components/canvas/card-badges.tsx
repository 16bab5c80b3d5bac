import { CircleAlert, Pin, PowerOff, TriangleAlert } from "lucide-react";
import { memo, type ReactNode } from "react";
import { useNodeProblems } from "#components/editor/session-context.tsx";
import { cn } from "#components/ui/cn.ts";
import type { GraphNode } from "#core/graph/graph.ts";

/** Small signs on a card's lower edge: what is wrong with it, switched off, pinned. */
export const CardBadges = memo(function CardBadges({ node }: { node: GraphNode }) {
  const problems = useNodeProblems(node.id);
  const errors = problems.filter((problem) => problem.severity === "error");
  const first = errors[0] ?? problems[0];
  if (!first && !node.disabled && node.pinned === undefined) return null;
  return (
    <div className="absolute -bottom-2.5 left-3 flex gap-1">
      {first && (
        <Sign
          label={problems.map((problem) => problem.message).join("\n")}
          className={errors.length > 0 ? "border-failed/40 text-failed" : "border-waiting/40 text-waiting"}
        >
          {errors.length > 0 ? <CircleAlert /> : <TriangleAlert />}
          {problems.length > 1 && <span>{problems.length}</span>}
        </Sign>
      )}
      {node.disabled && (
        <Sign label="Disabled: runs pass over this step" className="text-muted">
          <PowerOff />
          <span>Off</span>
        </Sign>
      )}
      {node.pinned !== undefined && (
        <Sign label="Pinned output stands in for this step in test runs" className="border-accent/40 text-accent">
          <Pin />
        </Sign>
      )}
    </div>
  );
});

function Sign({ label, className, children }: { label: string; className: string; children: ReactNode }) {
  return (
    <span
      role="img"
      aria-label={label}
      title={label}
      className={cn(
        "flex h-5 items-center gap-1 rounded-full border bg-surface px-1.5 text-xs font-medium tabular-nums [&_svg]:size-3",
        className,
      )}
    >
      {children}
    </span>
  );
}
