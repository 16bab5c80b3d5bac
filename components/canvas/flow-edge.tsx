import { type EdgeProps, getBezierPath, type ReactFlowState, useStore } from "@xyflow/react";
import { type MouseEvent, memo, useState } from "react";
import { openPicker } from "#components/editor/open-picker.ts";
import { useEditorSession, useIsLocked, useSession } from "#components/editor/session-context.tsx";
import { cn } from "#components/ui/cn.ts";
import type { EdgeId, NodeId } from "#core/id.ts";
import type { EdgeView } from "#core/schedule/run-view.ts";
import { edgeCurvature } from "./edge-geometry.ts";
import type { FlowEdge as FlowEdgeType } from "./to-flow.ts";

/** An edge; after a run it shows whether and how often something went along it. SVG only, so a thousand stay cheap. */
export const FlowEdge = memo(function FlowEdge(props: EdgeProps<FlowEdgeType>) {
  const { id, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, selected, data } = props;
  const session = useEditorSession();
  const isLocked = useIsLocked();
  const [isHovered, setHovered] = useState(false);
  const view = useSession((state) => state.run?.view.edges.get(id as EdgeId) ?? null);
  const isInRun = useSession((state) => state.run !== null);
  const isFlowing = useSession((state) => state.run?.view.nodes.get(props.target as NodeId)?.status === "running");
  const isTarget = useSession((state) => state.dropTarget?.kind === "edge" && state.dropTarget.id === id);
  const isCut = useSession(
    (state) => state.dropTarget?.kind === "container" && state.dropTarget.loses.includes(id as EdgeId),
  );
  const [path, labelX, labelY] = getBezierPath({
    sourceX,
    sourceY,
    targetX,
    targetY,
    sourcePosition,
    targetPosition,
    curvature: edgeCurvature,
  });
  const isGhost = data?.isGhost ?? false;
  const label = view?.status === "delivered" ? countLabel(view) : "";
  return (
    // The pointer only brings the plus; with the keyboard, Tab adds a step on a selected connection.
    <g onPointerEnter={() => setHovered(true)} onPointerLeave={() => setHovered(false)}>
      <path
        d={path}
        className={cn(
          "flow-edge",
          isGhost && "flow-edge-ghost",
          isInRun && edgeLook(view, isFlowing),
          (selected || isTarget) && "flow-edge-selected",
          isCut && "flow-edge-cut",
        )}
        data-cut={isCut || undefined}
      />
      {isCut && <CutMark x={labelX} y={labelY} />}
      {!isGhost && <path d={path} className="react-flow__edge-interaction flow-edge-reach" />}
      {label && <CountLabel x={labelX} y={labelY} label={label} />}
      {isHovered && !isGhost && !isLocked && (
        <PlusButton
          length={Math.hypot(targetX - sourceX, targetY - sourceY)}
          x={labelX}
          y={labelY + (label ? 22 : 0)}
          onPick={(event) =>
            openPicker(session, {
              at: { x: event.clientX, y: event.clientY },
              join: { kind: "splice", edge: id as EdgeId },
            })
          }
        />
      )}
    </g>
  );
});

/** Stands on an edge that a drop would take away. */
function CutMark({ x, y }: { x: number; y: number }) {
  return (
    <g transform={`translate(${x} ${y})`} className="flow-edge-cut-mark">
      <circle r={9} />
      <path d="M-3.5 -3.5L3.5 3.5M3.5 -3.5L-3.5 3.5" />
    </g>
  );
}

function edgeLook(view: EdgeView | null, isFlowing: boolean): string {
  if (view?.status === "delivered") return isFlowing ? "flow-edge-flowing" : "flow-edge-delivered";
  return view?.status === "skipped" ? "flow-edge-skipped" : "flow-edge-waiting";
}

/** "3 items" for a list, "12 ×" inside a container; "" when there is nothing to count. */
export function countLabel(view: Pick<EdgeView, "count" | "items">): string {
  if (view.count > 1) return `${view.count.toLocaleString("en")} ×`;
  if (view.items === null) return "";
  return view.items === 1 ? "1 item" : `${view.items.toLocaleString("en")} items`;
}

function CountLabel({ x, y, label }: { x: number; y: number; label: string }) {
  const width = label.length * 6.4 + 14;
  return (
    <g transform={`translate(${x} ${y})`} className="flow-edge-count">
      <rect x={-width / 2} y={-10} width={width} height={20} rx={10} />
      <text dy="0.35em">{label}</text>
    </g>
  );
}

/** A shorter edge, px on the screen, has no plus: there the plus would leave nothing of it to be selected by. */
const plusFromPx = 48;

/** Whether an edge of this length, canvas px, has room for a plus beside which it can still be clicked. */
export function hasRoomForPlus(length: number, zoom: number): boolean {
  return length * zoom >= plusFromPx;
}

type PlusProps = { x: number; y: number; length: number; onPick: (event: MouseEvent) => void };

function PlusButton({ x, y, length, onPick }: PlusProps) {
  const zoom = useStore(selectZoom);
  if (!hasRoomForPlus(length, zoom)) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: inside SVG there is no button element
    <g
      role="button"
      tabIndex={-1}
      aria-label="Add a step on this connection"
      transform={`translate(${x} ${y})`}
      className="flow-edge-plus"
      onClick={(event) => {
        event.stopPropagation();
        onPick(event);
      }}
    >
      <circle r={11} />
      <path d="M-4.5 0H4.5M0 -4.5V4.5" />
    </g>
  );
}

function selectZoom(state: ReactFlowState) {
  return state.transform[2];
}
