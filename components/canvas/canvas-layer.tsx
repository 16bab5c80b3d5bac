import { type ReactFlowState, useStore, ViewportPortal } from "@xyflow/react";
import type { CSSProperties, ReactNode } from "react";

/**
 * Puts children into the drawing's own coordinates: they pan and zoom with it. `--canvas-zoom` lets them keep their own
 * size. Only inside a canvas.
 */
export function CanvasLayer({ children }: { children: ReactNode }) {
  const zoom = useStore(selectZoom);
  return (
    <ViewportPortal>
      <div style={{ "--canvas-zoom": zoom } as CSSProperties}>{children}</div>
    </ViewportPortal>
  );
}

function selectZoom(state: ReactFlowState) {
  return state.transform[2];
}
