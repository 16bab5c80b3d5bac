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
        const dx = shiftInto(x * zoom + panX, width * zoom, box.width);
        const dy = shiftInto(y * zoom + panY, height * zoom, box.height);
        if (dx !== 0 || dy !== 0) void flow.setViewport({ x: panX + dx, y: panY + dy, zoom }, { duration: durationMs });
      },
      focus: () => element.focus({ preventScroll: true }),
    };
    element.addEventListener("pointermove", follow, { passive: true });
    element.addEventListener("pointerleave", lose, { passive: true });
    store.setState({ canvas });
    // A panel that opens takes room from the canvas: what was just selected must not vanish under it.
    const resizing = new ResizeObserver(() => {
      const [only, ...more] = store.getState().selection;
      if (only && more.length === 0 && !store.getState().drag) canvas.reveal(only);
    });
    resizing.observe(element);
    return () => {
      resizing.disconnect();
      element.removeEventListener("pointermove", follow);
      element.removeEventListener("pointerleave", lose);
      if (store.getState().canvas === canvas) store.setState({ canvas: null });
    };
  }, [store, flow, flowStore, root]);
}

const revealMargin = 32;

/** How far, in px, something must be moved along one axis to be wholly between 0 and `room`; 0 when it is. */
export function shiftInto(start: number, size: number, room: number): number {
  if (start < revealMargin) return revealMargin - start;
  const over = start + size - (room - revealMargin);
  // What is larger than the room shows its start.
  return over > 0 ? -Math.min(over, start - revealMargin) : 0;
}
