import { type ConnectionLineComponentProps, getBezierPath } from "@xyflow/react";
import { useEditorSession } from "#components/editor/session-context.tsx";
import { cn } from "#components/ui/cn.ts";
import { endsBetween, reasonAgainst } from "./edge-ends.ts";
import { edgeCurvature } from "./edge-geometry.ts";
import type { FlowNode } from "./to-flow.ts";

/** The edge being drawn. Over a port that does not fit it turns red and says why. */
export function ConnectionLine(props: ConnectionLineComponentProps<FlowNode>) {
  const { fromX, fromY, toX, toY, fromPosition, toPosition, connectionStatus, fromHandle, toHandle } = props;
  const session = useEditorSession();
  const [path] = getBezierPath({
    sourceX: fromX,
    sourceY: fromY,
    targetX: toX,
    targetY: toY,
    sourcePosition: fromPosition,
    targetPosition: toPosition,
    curvature: edgeCurvature,
  });
  const isRefused = connectionStatus === "invalid" && toHandle !== null;
  const ends = isRefused && toHandle ? endsBetween(fromHandle, toHandle) : null;
  const reason = isRefused ? (ends ? reasonAgainst(session, ends) : "Connect an output to an input.") : null;
  return (
    <g>
      <path d={path} className={cn("flow-edge flow-edge-drawing", isRefused && "flow-edge-refused")} />
      <circle cx={toX} cy={toY} r={4} className={cn("flow-edge-tip", isRefused && "flow-edge-tip-refused")} />
      {reason && (
        <foreignObject x={toX + 14} y={toY + 10} width={260} height={80} className="pointer-events-none">
          <p
            role="alert"
            className="inline-block rounded-md border border-failed/40 bg-raised px-2 py-1 text-xs text-failed shadow-high"
          >
            {reason}
          </p>
        </foreignObject>
      )}
    </g>
  );
}
