import type { EdgeProps } from "@xyflow/react";
import { memo } from "react";
import { useSession } from "#components/editor/session-context.tsx";
import { cn } from "#components/ui/cn.ts";
import type { EdgeId } from "#core/id.ts";
import type { FlowEdge } from "./to-flow.ts";
import { drawTransition } from "./transition-path.ts";

/** A way from a state to a state, with its name on it and a tip: machines go in circles, so it must say whither. */
export const TransitionEdge = memo(function TransitionEdge(props: EdgeProps<FlowEdge>) {
  const { id, sourceX, sourceY, targetX, targetY, selected, data } = props;
  const view = useSession((state) => state.run?.view.edges.get(id as EdgeId) ?? null);
  const isInRun = useSession((state) => state.run !== null);
  const isCut = useSession(
    (state) => state.dropTarget?.kind === "container" && state.dropTarget.loses.includes(id as EdgeId),
  );
  const transition = data?.transition;
  if (!transition) return null;
  const { path, label, tip } = drawTransition({ x: sourceX, y: sourceY }, { x: targetX, y: targetY }, transition.route);
  const isTaken = view?.status === "delivered";
  const look = cn(
    isInRun && (isTaken ? "flow-edge-delivered" : "flow-edge-waiting"),
    selected && "flow-edge-selected",
    isCut && "flow-edge-cut",
  );
  const text = view && view.count > 1 ? `${transition.title} · ${view.count} ×` : transition.title;
  return (
    <g className="transition">
      <path d={path} className={cn("flow-edge", look)} data-cut={isCut || undefined} />
      <path d={path} className="react-flow__edge-interaction flow-edge-reach" />
      <path
        d={tip.way === "right" ? "M-8 -4.5L0 0L-8 4.5Z" : "M-4.5 -8L0 0L4.5 -8Z"}
        transform={`translate(${tip.x} ${tip.y})`}
        className={cn("transition-tip", look)}
      />
      {text !== "" && <Title x={label.x} y={label.y} text={text} isSelected={selected ?? false} />}
    </g>
  );
});

const charsMax = 22;

function Title({ x, y, text, isSelected }: { x: number; y: number; text: string; isSelected: boolean }) {
  const shown = text.length > charsMax ? `${text.slice(0, charsMax - 1)}…` : text;
  const width = shown.length * 6.4 + 16;
  return (
    <g transform={`translate(${x} ${y})`} className={cn("transition-title", isSelected && "transition-title-selected")}>
      <title>{text}</title>
      <rect x={-width / 2} y={-10} width={width} height={20} rx={10} />
      <text dy="0.35em">{shown}</text>
    </g>
  );
}
