import { type Node, type ReactFlowInstance, useReactFlow, useStoreApi } from "@xyflow/react";
import { type RefObject, useEffect } from "react";
import { useEditorSession } from "#components/editor/session-context.tsx";
import type { CanvasPort, Point } from "#components/editor/session-store.ts";
import type { Card } from "./card-geometry.ts";
import { narrowView } from "./narrow-view.ts";

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
        const narrow = ids ? null : narrowStart(flow, element);
        if (narrow) return void flow.setViewport(narrow, { duration: durationMs });
        const nodes = ids?.map((id) => ({ id }));
        void flow.fitView({ padding: "48px", maxZoom: 1, duration: durationMs, ...(nodes ? { nodes } : {}) });
      },
      zoomTo: (zoom) => void flow.zoomTo(zoom, { duration: durationMs }),
      zoomBy: (factor) => void flow.zoomTo(flow.getZoom() * factor, { duration: durationMs }),
      reveal: (id) => {
        const at = boxOf(flow, id);
        if (!at) {
          // A step whose box was only now opened is drawn with the next frame.
          requestAnimationFrame(() => boxOf(flow, id) && canvas.reveal(id));
          return;
        }
        const [panX, panY, zoom] = flowStore.getState().transform;
        const box = element.getBoundingClientRect();
        const dx = shiftInto(at.x * zoom + panX, at.width * zoom, box.width);
        const dy = shiftInto(at.y * zoom + panY, at.height * zoom, box.height);
        if (dx !== 0 || dy !== 0) void flow.setViewport({ x: panX + dx, y: panY + dy, zoom }, { duration: durationMs });
      },
      fitWhenHidden: (ids, how) => {
        const { width, height } = element.getBoundingClientRect();
        const [panX, panY, zoom] = flowStore.getState().transform;
        const seen = ids.flatMap((id) => {
          const at = boxOf(flow, id);
          if (!at) return [];
          const [x, y] = [at.x * zoom + panX, at.y * zoom + panY];
          return shareSeen({ x, y, width: at.width * zoom, height: at.height * zoom }, { width, height });
        });
        const isLost =
          how === "some" ? seen.includes("part") || seen.includes("none") : seen.every((s) => s === "none");
        if (seen.length > 0 && isLost) canvas.fit();
      },
      focus: () => element.focus({ preventScroll: true }),
    };
    element.addEventListener("pointermove", follow, { passive: true });
    element.addEventListener("pointerleave", lose, { passive: true });
    store.setState({ canvas });
    // How the canvas begins: React Flow's own first fit knows no narrow screens, so this comes after it.
    const first = requestAnimationFrame(() => {
      const narrow = narrowStart(flow, element);
      if (narrow) void flow.fitView().then(() => flow.setViewport(narrow));
    });
    // A panel that opens takes room from the canvas: what was just selected must not vanish under it.
    const resizing = new ResizeObserver(() => {
      const [only, ...more] = store.getState().selection;
      if (only && more.length === 0 && !store.getState().drag) canvas.reveal(only);
    });
    resizing.observe(element);
    return () => {
      cancelAnimationFrame(first);
      resizing.disconnect();
      element.removeEventListener("pointermove", follow);
      element.removeEventListener("pointerleave", lose);
      if (store.getState().canvas === canvas) store.setState({ canvas: null });
    };
  }, [store, flow, flowStore, root]);
}

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** Where a narrow canvas looks at a drawing that is too large for it: at its trigger, else at what is furthest left. */
function narrowStart(flow: ReactFlowInstance, element: HTMLElement) {
  const nodes = flow.getNodes();
  const [first] = nodes
    .filter(({ type, parentId }) => type !== "note" && !parentId)
    .toSorted((a, b) => Number(isTrigger(b)) - Number(isTrigger(a)) || a.position.x - b.position.x);
  const at = first && boxOf(flow, first.id);
  return at ? narrowView(flow.getNodesBounds(nodes), at, element.getBoundingClientRect()) : null;
}

function isTrigger({ data }: Node): boolean {
  return (data as { card?: Card }).card?.isTrigger === true;
}

/** Where a node is, or the ends of an edge, canvas px; null when it is not drawn. */
function boxOf(flow: Pick<ReactFlowInstance, "getInternalNode" | "getEdge">, id: string): Box | null {
  const edge = flow.getEdge(id);
  if (edge) {
    const [from, to] = [boxOf(flow, edge.source), boxOf(flow, edge.target)];
    if (!from || !to) return null;
    const right = from.x + from.width;
    const [top, bottom] = [Math.min(from.y, to.y), Math.max(from.y + from.height, to.y + to.height)];
    return { x: Math.min(right, to.x), y: top, width: Math.abs(to.x - right), height: bottom - top };
  }
  const node = flow.getInternalNode(id);
  if (!node) return null;
  const { width = 0, height = 0 } = node.measured;
  return { ...node.internals.positionAbsolute, width, height };
}

/** How much of a box is in a room that starts at 0, both px. */
export function shareSeen({ x, y, width, height }: Box, room: Pick<Box, "width" | "height">): "all" | "part" | "none" {
  if (x >= 0 && y >= 0 && x + width <= room.width && y + height <= room.height) return "all";
  return x + width <= 0 || y + height <= 0 || x >= room.width || y >= room.height ? "none" : "part";
}

const revealMargin = 32;

/** How far, in px, something must be moved along one axis to be wholly between 0 and `room`; 0 when it is. */
export function shiftInto(start: number, size: number, room: number): number {
  if (start < revealMargin) return revealMargin - start;
  const over = start + size - (room - revealMargin);
  // What is larger than the room shows its start.
  return over > 0 ? -Math.min(over, start - revealMargin) : 0;
}
