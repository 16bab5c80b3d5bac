import {
  AlarmClock,
  CircleAlert,
  LifeBuoy,
  type LucideIcon,
  Pin,
  PowerOff,
  RadioTower,
  RotateCw,
  TriangleAlert,
  Unplug,
  UserRound,
  Workflow,
} from "lucide-react";
import { memo, type ReactNode } from "react";
import { useNodeProblems, useSession } from "#components/editor/session-context.tsx";
import { cn } from "#components/ui/cn.ts";
import { Tooltip } from "#components/ui/tooltip.tsx";
import type { Problem } from "#core/compile/problem.ts";
import type { GraphNode } from "#core/graph/graph.ts";
import { breakerSign, runSigns, type SignKind } from "./run-signs.ts";

/** Small signs on a card's lower edge: what is wrong with it, switched off, pinned, and what a run waits for there. */
export const CardBadges = memo(function CardBadges({ node }: { node: GraphNode }) {
  const problems = useNodeProblems(node.id);
  return (
    <div className="absolute -bottom-2.5 left-3 flex gap-1">
      {problems.length > 0 && <ProblemSign problems={problems} />}
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
      <RunSigns node={node} />
    </div>
  );
});

function ProblemSign({ problems }: { problems: readonly Problem[] }) {
  const isError = problems.some((problem) => problem.severity === "error");
  return (
    <Sign
      label={problems.map((problem) => problem.message).join("\n")}
      className={isError ? "border-failed/40 text-failed" : "border-waiting/40 text-waiting"}
    >
      {isError ? <CircleAlert /> : <TriangleAlert />}
      {problems.length > 1 && <span>{problems.length}</span>}
    </Sign>
  );
}

const signLooks: Readonly<Record<SignKind, { Icon: LucideIcon; className: string }>> = {
  retry: { Icon: RotateCw, className: "border-waiting/40 text-waiting" },
  time: { Icon: AlarmClock, className: "border-waiting/40 text-waiting" },
  signal: { Icon: RadioTower, className: "border-waiting/40 text-waiting" },
  task: { Icon: UserRound, className: "border-waiting/40 text-waiting" },
  child: { Icon: Workflow, className: "border-waiting/40 text-waiting" },
  breaker: { Icon: Unplug, className: "border-failed/40 text-failed" },
  fallback: { Icon: LifeBuoy, className: "text-muted" },
};

function RunSigns({ node }: { node: GraphNode }) {
  const view = useSession((state) => state.run?.view.nodes.get(node.id) ?? null);
  const breaker = useSession((state) => state.breakers.get(node.id) ?? null);
  const attempts = useSession((state) => state.run?.view.index.nodes.get(node.id)?.node.handling?.attempts ?? 1);
  const signs = view ? runSigns(view, attempts, Date.now()) : [];
  const shown = breaker ? [breakerSign(breaker), ...signs.filter(({ kind }) => kind !== "breaker")] : signs;
  return shown.map(({ kind, text, label }) => {
    const { Icon, className } = signLooks[kind];
    return (
      <Sign key={kind} label={label} className={className}>
        <Icon />
        <span>{text}</span>
      </Sign>
    );
  });
}

function Sign({ label, className, children }: { label: string; className: string; children: ReactNode }) {
  return (
    <Tooltip label={<span className="whitespace-pre-line">{label}</span>}>
      <span
        role="img"
        aria-label={label}
        className={cn(
          "flex h-5 items-center gap-1 rounded-full border bg-surface px-1.5 text-xs font-medium whitespace-nowrap tabular-nums [&_svg]:size-3",
          className,
        )}
      >
        {children}
      </span>
    </Tooltip>
  );
}
