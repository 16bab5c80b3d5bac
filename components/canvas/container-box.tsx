import { type NodeProps, NodeResizer } from "@xyflow/react";
import { Plus } from "lucide-react";
import { type MouseEvent, memo } from "react";
import { openPicker } from "#components/editor/open-picker.ts";
import { sceneOf } from "#components/editor/scene.ts";
import { useEditorSession, useIsLocked, useSession } from "#components/editor/session-context.tsx";
import { shownStatus } from "#components/runs/shown-status.ts";
import { cn } from "#components/ui/cn.ts";
import type { NodeId } from "#core/id.ts";
import { BoxHeader } from "./box-header.tsx";
import { BoxSummary } from "./box-summary.tsx";
import { CardBadges } from "./card-badges.tsx";
import type { Card } from "./card-geometry.ts";
import { CardStatus, statusRing } from "./card-status.tsx";
import { PortHandle } from "./port-handle.tsx";
import { keepsRoom } from "./resize.ts";
import { isSameCard } from "./same-card.ts";
import { StateMarks } from "./state-marks.tsx";
import type { StepFlowNode } from "./to-flow.ts";

/** A step that holds steps: a box with a header to drag it by, or one card when it is folded. */
export const ContainerBox = memo(function ContainerBox({ id, data, selected, dragging }: NodeProps<StepFlowNode>) {
  const { card } = data;
  const { isCollapsed, kind, node } = card;
  const nodeId = id as NodeId;
  const isLocked = useIsLocked();
  const status = useSession((state) => (state.run ? shownStatus(state.run.view, nodeId) : null));
  const isTarget = useSession((state) => state.dropTarget?.kind === "container" && state.dropTarget.id === nodeId);
  const isLeft = useSession((state) => state.dropTarget?.kind === "container" && state.dropTarget.from === nodeId);
  const isActive = useSession(
    (state) => node.parent !== null && state.run?.view.nodes.get(node.parent)?.activeState === nodeId,
  );
  return (
    <div
      className={cn(
        "container-box relative size-full border transition-[box-shadow,border-color,background-color]",
        isCollapsed ? "container-folded rounded-lg bg-raised shadow-low" : "rounded-xl bg-canvas/70",
        selected ? "border-accent ring-3 ring-accent/20" : "border-line-strong",
        status && !selected && statusRing[status],
        isTarget && "container-target border-accent ring-3 ring-accent/25",
        isLeft && "border-dashed",
        isActive && "state-active",
        (node.disabled || status === "skipped") && "step-card-dim",
      )}
      data-status={(status === "caught" ? "failed" : status) ?? undefined}
      data-caught={status === "caught" || undefined}
      data-selected={selected || undefined}
      data-drop={isTarget || undefined}
      data-collapsed={isCollapsed || undefined}
      data-active={isActive || undefined}
      data-kind={kind}
    >
      {!isCollapsed && <Resizer card={card} isVisible={selected && !isLocked} />}
      <BoxHeader card={card} dragging={dragging} />
      {isCollapsed ? <BoxSummary card={card} /> : card.inside === 0 && <EmptyBody nodeId={nodeId} kind={kind} />}
      {kind === "state" && <StateMarks node={node} />}
      <PortLabels card={card} />
      {card.ports.map((port) => (
        <PortHandle key={`${port.side}.${port.name}`} nodeId={nodeId} port={port} />
      ))}
      <CardBadges node={node} />
      <CardStatus nodeId={nodeId} />
    </div>
  );
}, isSameCard);

/** What leaves a box where, when there is more than one way out. Names of transitions stand on their lines. */
function PortLabels({ card }: { card: Card }) {
  const outs = card.ports.filter(({ side }) => side === "out");
  if (card.kind === "state" || outs.length < 2) return null;
  return outs.map(({ name, title, y }) => (
    <span
      key={name}
      style={{ top: y - 8 }}
      className="card-caption pointer-events-none absolute right-2 max-w-24 truncate rounded-sm bg-raised px-1 text-xs leading-4 text-muted"
    >
      {title ?? (name === "out" ? "Out" : name)}
    </span>
  ));
}

/** Every border can be moved as far as what is inside leaves room. */
function Resizer({ card, isVisible }: { card: Card; isVisible: boolean }) {
  const session = useEditorSession();
  return (
    <NodeResizer
      isVisible={isVisible}
      minWidth={card.fit.w}
      minHeight={card.fit.h}
      shouldResize={(_event, corner) => keepsRoom(sceneOf(session).graph, card, corner)}
      lineClassName="resize-line"
      handleClassName="resize-handle"
    />
  );
}

/** Says what an empty body is for, and opens the picker. */
function EmptyBody({ nodeId, kind }: { nodeId: NodeId; kind: Card["kind"] }) {
  const session = useEditorSession();
  if (useIsLocked()) return null;
  const pick = (event: MouseEvent) => {
    event.stopPropagation();
    openPicker(session, { at: { x: event.clientX, y: event.clientY }, join: { kind: "inside", container: nodeId } });
  };
  return (
    <div className="absolute inset-x-0 top-11 bottom-0 grid place-items-center">
      <button
        type="button"
        onClick={pick}
        className={cn(
          "nodrag nopan flex items-center gap-2 rounded-md border border-dashed border-line-strong text-muted transition-colors hover:border-accent hover:text-accent",
          kind === "state" ? "px-2 py-1 text-xs" : "px-3 py-2 text-sm",
        )}
      >
        <Plus aria-hidden className={kind === "state" ? "size-3.5" : "size-4"} />
        {kind === "states" ? "Add a state" : kind === "state" ? "Add a step" : "Add a step, or drop steps here"}
      </button>
    </div>
  );
}
