import { MiniMap, useStore } from "@xyflow/react";
import { Hand, Map as MapIcon, Maximize, Minus, MousePointer2, Plus, Sparkles } from "lucide-react";
import { memo } from "react";
import { performAction } from "#components/editor/actions/perform-action.ts";
import { useEditorSession, useSession } from "#components/editor/session-context.tsx";
import type { SessionState } from "#components/editor/session-store.ts";
import { cn } from "#components/ui/cn.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import type { FlowNode } from "./to-flow.ts";

/** Bottom left: tool, zoom, fit, tidy up; bottom right: the mini-map. */
export const CanvasControls = memo(function CanvasControls() {
  const session = useEditorSession();
  const tool = useSession(selectTool);
  const isMapOpen = useSession(selectMap);
  const perform = (id: string) => () => performAction(session, id);
  return (
    <>
      <div
        role="toolbar"
        aria-label="Canvas"
        className="absolute bottom-3 left-3 z-10 flex items-center gap-0.5 rounded-lg border bg-raised p-1 shadow-high"
      >
        {!session.isReadOnly && (
          <>
            <IconButton
              label="Pointer"
              shortcut="V"
              side="top"
              size="sm"
              aria-pressed={tool === "pointer"}
              className={cn(tool === "pointer" && "bg-accent-soft text-accent")}
              onClick={perform("view.pointer")}
            >
              <MousePointer2 />
            </IconButton>
            <IconButton
              label="Hand"
              shortcut="H"
              side="top"
              size="sm"
              aria-pressed={tool === "hand"}
              className={cn(tool === "hand" && "bg-accent-soft text-accent")}
              onClick={perform("view.hand")}
            >
              <Hand />
            </IconButton>
            <Divider />
          </>
        )}
        <IconButton label="Zoom out" shortcut="Mod+-" side="top" size="sm" onClick={perform("view.zoom-out")}>
          <Minus />
        </IconButton>
        <ZoomReadout onReset={perform("view.zoom-actual")} />
        <IconButton label="Zoom in" shortcut="Mod+=" side="top" size="sm" onClick={perform("view.zoom-in")}>
          <Plus />
        </IconButton>
        <IconButton label="Fit to screen" shortcut="Mod+1" side="top" size="sm" onClick={perform("view.fit")}>
          <Maximize />
        </IconButton>
        <Divider />
        {!session.isReadOnly && (
          <IconButton label="Tidy up" shortcut="Shift+L" side="top" size="sm" onClick={perform("arrange.layout")}>
            <Sparkles />
          </IconButton>
        )}
        <IconButton
          label={isMapOpen ? "Hide mini-map" : "Show mini-map"}
          shortcut="M"
          side="top"
          size="sm"
          aria-pressed={isMapOpen}
          onClick={perform("view.minimap")}
        >
          <MapIcon />
        </IconButton>
      </div>
      {isMapOpen && (
        <MiniMap<FlowNode>
          pannable
          zoomable
          ariaLabel="Mini-map"
          nodeBorderRadius={8}
          nodeClassName={mapClass}
          className="canvas-map max-sm:hidden"
          style={mapSize}
        />
      )}
    </>
  );
});

function ZoomReadout({ onReset }: { onReset: () => void }) {
  const percent = useStore((state) => Math.round(state.transform[2] * 100));
  return (
    <button
      type="button"
      onClick={onReset}
      title="Back to 100 %"
      aria-label={`Zoom ${percent} %, back to 100 %`}
      className="h-7 w-13 rounded-md text-center text-xs text-muted tabular-nums transition-colors hover:bg-hover hover:text-ink"
    >
      {percent} %
    </button>
  );
}

function Divider() {
  return <span aria-hidden className="mx-1 h-4 w-px bg-line" />;
}

const mapSize = { width: 148, height: 96 };

function mapClass(node: FlowNode): string {
  return node.type === "note" ? "map-note" : `map-${node.data.card.category}`;
}

function selectTool(state: SessionState) {
  return state.tool;
}
function selectMap(state: SessionState) {
  return state.minimapOpen;
}
