import { type NodeProps, NodeResizer } from "@xyflow/react";
import { Plus } from "lucide-react";
import { type MouseEvent, memo, useCallback, useState, useSyncExternalStore } from "react";
import { openPicker } from "#components/editor/open-picker.ts";
import { useEditorSession, useIsLocked, useSession } from "#components/editor/session-context.tsx";
import { StepIcon } from "#components/palette/step-icon.tsx";
import { cn } from "#components/ui/cn.ts";
import type { NodeId } from "#core/id.ts";
import { CardBadges } from "./card-badges.tsx";
import { containerMinSize } from "./card-geometry.ts";
import { CardStatus, statusRing } from "./card-status.tsx";
import { CardTitle } from "./card-title.tsx";
import { HoverBar } from "./hover-bar.tsx";
import { PortHandle } from "./port-handle.tsx";
import type { StepFlowNode } from "./to-flow.ts";

/** A step that holds steps: a box with a header to drag it by. Steps are dragged in and out of its body. */
export const ContainerBox = memo(function ContainerBox({ id, data, selected, dragging }: NodeProps<StepFlowNode>) {
  const { card } = data;
  const nodeId = id as NodeId;
  const isLocked = useIsLocked();
  const [isHovered, setHovered] = useState(false);
  const status = useSession((state) => state.run?.view.nodes.get(nodeId)?.status ?? null);
  const isTarget = useSession((state) => state.dropTarget?.kind === "container" && state.dropTarget.id === nodeId);
  return (
    <div
      className={cn(
        "relative size-full rounded-xl border bg-canvas/70 transition-[box-shadow,border-color]",
        selected ? "border-accent ring-3 ring-accent/20" : "border-line-strong",
        status && !selected && statusRing[status],
        isTarget && "border-accent bg-accent-soft/60 ring-3 ring-accent/20",
        (card.node.disabled || status === "skipped") && "step-card-dim",
      )}
      data-status={status ?? undefined}
      data-selected={selected || undefined}
    >
      <NodeResizer
        isVisible={selected && !isLocked}
        minWidth={containerMinSize.w}
        minHeight={containerMinSize.h}
        lineClassName="resize-line"
        handleClassName="resize-handle"
      />
      <header
        onPointerEnter={() => setHovered(true)}
        onPointerLeave={() => setHovered(false)}
        className="container-handle relative flex h-11 items-center gap-2.5 rounded-t-[13px] border-b bg-raised px-3"
      >
        <StepIcon icon={card.definition?.icon ?? "repeat"} category={card.category} size="sm" />
        <div className="flex min-w-0 flex-1 items-baseline gap-2">
          <CardTitle nodeId={nodeId} title={card.node.title} isDisabled={card.node.disabled} />
          <p className="card-caption min-w-0 flex-1 truncate text-xs text-muted">{card.caption}</p>
        </div>
        {isHovered && !dragging && !isLocked && <HoverBar nodeId={nodeId} isDisabled={card.node.disabled} />}
      </header>
      <EmptyBody nodeId={nodeId} />
      {card.ports.map((port) => (
        <PortHandle key={`${port.side}.${port.name}`} nodeId={nodeId} port={port} />
      ))}
      <CardBadges node={card.node} />
      <CardStatus nodeId={nodeId} />
    </div>
  );
});

/** Says what an empty body is for, and opens the picker. */
function EmptyBody({ nodeId }: { nodeId: NodeId }) {
  const session = useEditorSession();
  const read = useCallback(
    () => !session.graph.get().nodes.some((node) => node.parent === nodeId),
    [session.graph, nodeId],
  );
  const isLocked = useIsLocked();
  const isEmpty = useSyncExternalStore(session.graph.subscribe, read, read);
  if (!isEmpty || isLocked) return null;
  const pick = (event: MouseEvent) => {
    event.stopPropagation();
    openPicker(session, { at: { x: event.clientX, y: event.clientY }, join: { kind: "inside", container: nodeId } });
  };
  return (
    <div className="absolute inset-x-0 top-11 bottom-0 grid place-items-center">
      <button
        type="button"
        onClick={pick}
        className="nodrag nopan flex items-center gap-2 rounded-md border border-dashed border-line-strong px-3 py-2 text-sm text-muted transition-colors hover:border-accent hover:text-accent"
      >
        <Plus aria-hidden className="size-4" />
        Steps in here run once for each item
      </button>
    </div>
  );
}
