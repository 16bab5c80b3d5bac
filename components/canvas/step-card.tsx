import { type NodeProps, useStore } from "@xyflow/react";
import { memo, useState } from "react";
import { useIsLocked, useSession } from "#components/editor/session-context.tsx";
import type { SessionState } from "#components/editor/session-store.ts";
import { useWorkflowTitle } from "#components/fields/controls/use-workflows.ts";
import { StepIcon } from "#components/palette/step-icon.tsx";
import { shownStatus } from "#components/runs/shown-status.ts";
import { cn } from "#components/ui/cn.ts";
import type { GraphNode } from "#core/graph/graph.ts";
import type { NodeId } from "#core/id.ts";
import { CardBadges } from "./card-badges.tsx";
import { CardStatus, statusRing } from "./card-status.tsx";
import { CardTitle } from "./card-title.tsx";
import { coversHeader } from "./covers-header.ts";
import { HoverBar } from "./hover-bar.tsx";
import { PortHandle } from "./port-handle.tsx";
import { isSameCard } from "./same-card.ts";
import type { StepFlowNode } from "./to-flow.ts";

/** One step on the canvas. It reads its own status and problems, so that a change of one redraws one card. */
export const StepCard = memo(function StepCard({ id, data, selected, dragging }: NodeProps<StepFlowNode>) {
  const { card } = data;
  const nodeId = id as NodeId;
  const isLocked = useIsLocked();
  const [isHovered, setHovered] = useState(false);
  const status = useSession((state) => (state.run ? shownStatus(state.run.view, nodeId) : null));
  const isDim = useSession((state) => state.run !== null && !state.run.view.nodes.has(nodeId) && isOver(state));
  const { node, definition } = card;
  const subtitle = card.caption || (definition && !node.title.startsWith(definition.title) ? definition.title : "");
  const isCalling = definition?.type === "call-workflow" && typeof node.config.workflow === "string";
  return (
    <div
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => setHovered(false)}
      className={cn(
        "step-card group/card relative size-full rounded-lg border bg-raised shadow-low transition-[box-shadow,border-color,opacity]",
        card.isTrigger && "rounded-l-[28px]",
        selected ? "border-accent ring-3 ring-accent/20" : "border-line-strong",
        !selected && !status && "hover:border-faint",
        status && !selected && statusRing[status],
        dragging && "shadow-high",
        (node.disabled || isDim || status === "skipped") && "step-card-dim",
      )}
      data-status={(status === "caught" ? "failed" : status) ?? undefined}
      data-caught={status === "caught" || undefined}
      data-selected={selected || undefined}
    >
      <div className={cn("flex h-15 items-center gap-3 pr-3", card.isTrigger ? "pl-4" : "pl-3")}>
        <StepIcon icon={definition?.icon ?? "box"} category={card.category} size="lg" />
        <div className="min-w-0 flex-1">
          <CardTitle nodeId={nodeId} title={node.title} isDisabled={node.disabled} />
          {isCalling ? <CalledWorkflow id={node.config.workflow as string} /> : subtitle && <Caption text={subtitle} />}
        </div>
      </div>
      {card.rows > 0 && <PortRows card={card} />}
      {card.ports.map((port) => (
        <PortHandle key={`${port.side}.${port.name}`} nodeId={nodeId} port={port} />
      ))}
      <CardBadges node={node} />
      <CardStatus nodeId={nodeId} />
      {isHovered && !dragging && !isLocked && <StepHoverBar node={node} />}
    </div>
  );
}, isSameCard);

function Caption({ text }: { text: string }) {
  return (
    <p className="card-caption truncate text-xs text-muted" title={text}>
      {text}
    </p>
  );
}

/** The title of the workflow that a step runs: its settings hold the id alone. */
function CalledWorkflow({ id }: { id: string }) {
  return <Caption text={useWorkflowTitle(id)} />;
}

/** The bar of a step at the top of a box stands below it, so that the box's title can be read. */
function StepHoverBar({ node }: { node: GraphNode }) {
  const isBelow = useStore(({ transform }) => node.parent !== null && coversHeader(node.y, transform[2]));
  return <HoverBar node={node} isBelow={isBelow} />;
}

function PortRows({ card }: { card: StepFlowNode["data"]["card"] }) {
  return (
    <div className="border-t">
      {card.ports
        .filter((port) => port.inRow)
        .map((port) => (
          <span
            key={`${port.side}.${port.name}`}
            style={{ top: port.y - 10 }}
            className={cn(
              "absolute max-w-28 truncate text-xs leading-5 text-muted",
              port.side === "in" ? "left-3.5" : "right-3.5",
            )}
          >
            {port.title ?? port.name}
          </span>
        ))}
    </div>
  );
}

function isOver(state: SessionState): boolean {
  return state.run?.view.endedAt != null;
}
