import { ChevronDown, ChevronRight } from "lucide-react";
import { type MouseEvent, useState } from "react";
import { setCollapsed } from "#components/editor/collapse.ts";
import { useEditorSession, useIsLocked } from "#components/editor/session-context.tsx";
import { StepIcon } from "#components/palette/step-icon.tsx";
import { cn } from "#components/ui/cn.ts";
import type { Card } from "./card-geometry.ts";
import { CardTitle } from "./card-title.tsx";
import { HoverBar } from "./hover-bar.tsx";

/** What a box is dragged by and folded with; the same height open and folded, so that its connections stay put. */
export function BoxHeader({ card, dragging }: { card: Card; dragging: boolean }) {
  const isLocked = useIsLocked();
  const [isHovered, setHovered] = useState(false);
  const { node, isCollapsed } = card;
  return (
    <header
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => setHovered(false)}
      className={cn(
        "container-handle relative flex h-11 items-center gap-2 bg-raised pl-1",
        card.ports.filter(({ side }) => side === "out").length > 1 && card.kind !== "state" ? "pr-12" : "pr-3",
        isCollapsed ? "rounded-t-[9px]" : "rounded-t-[11px] border-b",
      )}
    >
      <FoldButton card={card} />
      <StepIcon icon={card.definition?.icon ?? "box"} category={card.category} size="sm" />
      <div className="flex min-w-0 flex-1 items-baseline gap-2">
        <CardTitle nodeId={node.id} title={node.title} isDisabled={node.disabled} />
        {!isCollapsed && <p className="card-caption min-w-0 flex-1 truncate text-xs text-muted">{card.caption}</p>}
      </div>
      {isHovered && !dragging && !isLocked && <HoverBar node={node} />}
    </header>
  );
}

function FoldButton({ card }: { card: Card }) {
  const session = useEditorSession();
  const { node, isCollapsed } = card;
  const fold = (event: MouseEvent) => {
    event.stopPropagation();
    setCollapsed(session, [node.id], !isCollapsed);
  };
  const Icon = isCollapsed ? ChevronRight : ChevronDown;
  return (
    <button
      type="button"
      aria-expanded={!isCollapsed}
      aria-label={`${isCollapsed ? "Expand" : "Collapse"} ${node.title}`}
      tabIndex={-1}
      onClick={fold}
      onDoubleClick={(event) => event.stopPropagation()}
      className="nodrag nopan -mr-1 grid size-7 shrink-0 place-items-center rounded-sm text-faint transition-colors hover:bg-hover hover:text-ink"
    >
      <Icon aria-hidden className="size-4" />
    </button>
  );
}
