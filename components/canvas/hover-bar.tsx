import { NodeToolbar, Position } from "@xyflow/react";
import { ArrowRightToLine, CopyPlus, Power, SquarePlay, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { performAction } from "#components/editor/actions/perform-action.ts";
import { selectOnly } from "#components/editor/select.ts";
import { useEditorSession, useSession } from "#components/editor/session-context.tsx";
import type { SessionState } from "#components/editor/session-store.ts";
import { cn } from "#components/ui/cn.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import type { GraphNode } from "#core/graph/graph.ts";

type Props = {
  readonly node: GraphNode;
  /** It is put under the step instead: above it stands something that must be read. */
  readonly isBelow?: boolean;
};

/**
 * What people do most to a step, above it while the pointer is on it, at one size for all zooms; several
 * selected things have theirs in the inspector. The same actions as in the menu and the palette.
 */
export function HoverBar({ node: { id: nodeId, disabled: isDisabled }, isBelow = false }: Props) {
  const session = useEditorSession();
  const areSeveral = useSession(selectAreSeveral);
  if (areSeveral) return null;
  const perform = (id: string) => () => {
    selectOnly(session.store, [nodeId]);
    performAction(session, id);
  };
  return (
    <NodeToolbar
      isVisible
      position={isBelow ? Position.Bottom : Position.Top}
      align="end"
      offset={0}
      className={cn("hover-bar nodrag nopan", isBelow ? "pt-2" : "pb-2")}
    >
      {/* The padding keeps the bar under the pointer on its way from the card. */}
      <div className="flex animate-fade rounded-md border bg-raised p-0.5 shadow-high">
        <Tool label="Run to here" shortcut="Shift+R" perform={perform("run.until")}>
          <ArrowRightToLine />
        </Tool>
        <Tool label="Run only this step" shortcut="R" perform={perform("run.only")}>
          <SquarePlay />
        </Tool>
        <span aria-hidden className="mx-0.5 my-1 w-px bg-line" />
        <Tool label={isDisabled ? "Enable" : "Disable"} shortcut="D" perform={perform("edit.toggle-disabled")}>
          <Power />
        </Tool>
        <Tool label="Duplicate" shortcut="Mod+D" perform={perform("edit.duplicate")}>
          <CopyPlus />
        </Tool>
        <Tool label="Delete" shortcut="Delete" perform={perform("edit.delete")}>
          <Trash2 />
        </Tool>
      </div>
    </NodeToolbar>
  );
}

function selectAreSeveral(state: SessionState) {
  return state.selection.size > 1;
}

type ToolProps = { label: string; shortcut: string; perform: () => void; children: ReactNode };

function Tool({ label, shortcut, perform, children }: ToolProps) {
  return (
    <IconButton label={label} shortcut={shortcut} side="top" size="sm" onClick={perform}>
      {children}
    </IconButton>
  );
}
