import { useEffect } from "react";
import { CanvasLayer } from "#components/canvas/canvas-layer.tsx";
import { useEditorSession, useSession } from "#components/editor/session-context.tsx";
import type { CanvasPort, SessionState } from "#components/editor/session-store.ts";
import { peerColors, usePeers } from "./peers.ts";

/** Other people's pointers, where they are in the drawing, and mine for them. */
export function RemoteCursors() {
  const peers = usePeers();
  useSendCursor();
  return (
    <CanvasLayer>
      {peers.map(({ clientId, cursor, color, name }) =>
        cursor ? (
          <div
            key={clientId}
            aria-hidden
            className="pointer-events-none absolute top-0 left-0 origin-top-left transition-transform duration-100 ease-linear"
            style={{
              transform: `translate(${cursor.x}px, ${cursor.y}px) scale(calc(1 / var(--canvas-zoom)))`,
              color: peerColors[color],
            }}
          >
            <svg width="16" height="18" viewBox="0 0 16 18" aria-hidden="true">
              <path d="M1 1l5.2 15 2.4-6.2L15 7.6z" fill="currentColor" stroke="var(--surface)" strokeWidth="1.2" />
            </svg>
            <span
              className="ml-3 block w-max rounded-sm px-1.5 text-xs leading-5 font-medium text-surface"
              style={{ background: peerColors[color] }}
            >
              {name}
            </span>
          </div>
        ) : null,
      )}
    </CanvasLayer>
  );
}

const sendMs = 40;

/** Tells others where my pointer is, at most every 40 ms; nothing while it is not over the canvas. */
function useSendCursor(): void {
  const { awareness } = useEditorSession();
  const canvas = useSession(selectCanvas);
  useEffect(() => {
    if (!awareness || !canvas) return;
    let timer: ReturnType<typeof setTimeout> | null = null;
    let at: { x: number; y: number } | null = null;
    const send = () => {
      timer = null;
      const point = at ? canvas.toCanvas(at) : null;
      const cursor = point ? { x: Math.round(point.x), y: Math.round(point.y) } : null;
      awareness.setLocalStateField("cursor", cursor);
    };
    const follow = (event: PointerEvent) => {
      const isOver = event.target instanceof Element && event.target.closest("[data-testid=canvas]") !== null;
      const next = isOver ? { x: event.clientX, y: event.clientY } : null;
      if (next === null && at === null) return;
      at = next;
      timer ??= setTimeout(send, sendMs);
    };
    window.addEventListener("pointermove", follow, { passive: true });
    return () => {
      window.removeEventListener("pointermove", follow);
      if (timer) clearTimeout(timer);
      awareness.setLocalStateField("cursor", null);
    };
  }, [awareness, canvas]);
}

function selectCanvas(state: SessionState): CanvasPort | null {
  return state.canvas;
}
