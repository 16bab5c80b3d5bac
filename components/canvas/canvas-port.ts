import { useReactFlow, useStoreApi } from "@xyflow/react";
import { type RefObject, useEffect } from "react";
import { useEditorSession } from "#components/editor/session-context.tsx";
import type { CanvasPort, Point } from "#components/editor/session-store.ts";

/** Gives the session what only the canvas can do, as long as it is mounted. */
export function useCanvasPort(root: RefObject<HTMLElement | null>): void {
  const { store } = useEditorSession();
  const flow = useReactFlow();
  const flowStore = useStoreApi();
  useEffect(() => {
    const element = root.current;
    if (!element) return;
    let pointer: Point | null = null;
    const follow = (event: PointerEvent) => {
      pointer = { x: event.clientX, y: event.clientY };
    };
    const lose = () => {
      pointer = null;
    };
    const middle = () => {
      const box = element.getBoundingClientRect();
      return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
    };
    const durationMs = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 180;
    const canvas: CanvasPort = {
      toCanvas: (at) => flow.screenToFlowPosition(at, { snapToGrid: false }),
      toWindow: (at) => flow.flowToScreenPosition(at),
      centre: () => flow.screenToFlowPosition(middle(), { snapToGrid: false }),
      pointer: () => pointer ?? middle(),
      fit: (ids) => {
        const nodes = ids?.map((id) => ({ id }));
        void flow.fitView({ padding: "48px", maxZoom: 1, duration: durationMs, ...(nodes ? { nodes } : {}) });
      },
      zoomTo: (zoom) => void flow.zoomTo(zoom, { duration: durationMs }),
      zoomBy: (factor) => void flow.zoomTo(flow.getZoom() * factor, { duration: durationMs }),
      reveal: (id) => {
        const node = flow.getInternalNode(id);
        if (!node) return;
        const { x, y } = node.internals.positionAbsolute;
        const { width = 0, height = 0 } = node.measured;
        const [panX, panY, zoom] = flowStore.getState().transform;
        const box = element.getBoundingClientRect();
        const left = x * zoom + panX;
        const top = y * zoom + panY;
        const isSeen = left >= 0 && top >= 0 && left + width * zoom <= box.width && top + height * zoom <= box.height;
        if (!isSeen) void flow.setCenter(x + width / 2, y + height / 2, { zoom, duration: durationMs });
      },
      focus: () => element.focus({ preventScroll: true }),
    };
    element.addEventListener("pointermove", follow, { passive: true });
    element.addEventListener("pointerleave", lose, { passive: true });
    store.setState({ canvas });
    return () => {
      element.removeEventListener("pointermove", follow);
      element.removeEventListener("pointerleave", lose);
      if (store.getState().canvas === canvas) store.setState({ canvas: null });
    };
  }, [store, flow, flowStore, root]);
}
