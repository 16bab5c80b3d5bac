import { useCallback, useRef, useSyncExternalStore } from "react";
import type { Awareness } from "y-protocols/awareness";
import { useEditorSession } from "#components/editor/session-context.tsx";
import type { Point } from "#components/editor/session-store.ts";

/** Somebody else who has this workflow open, in one tab. Name and colour come from the server. */
export type Peer = {
  readonly clientId: number;
  readonly name: string;
  /** 0 to 7: which of the presence colours. */
  readonly color: number;
  /** Canvas px; null while the pointer is elsewhere. */
  readonly cursor: Point | null;
};

const nobody: readonly Peer[] = [];

/** Everybody else who is here now; the same list until somebody comes, goes or moves. */
export function usePeers(): readonly Peer[] {
  const { awareness } = useEditorSession();
  const last = useRef<readonly Peer[]>(nobody);
  const subscribe = useCallback(
    (changed: () => void) => {
      if (!awareness) return () => {};
      awareness.on("change", changed);
      return () => awareness.off("change", changed);
    },
    [awareness],
  );
  const read = useCallback(() => {
    const peers = awareness ? readPeers(awareness) : nobody;
    if (JSON.stringify(peers) !== JSON.stringify(last.current)) last.current = peers;
    return last.current;
  }, [awareness]);
  return useSyncExternalStore(subscribe, read, () => nobody);
}

/** States come from other browsers: whatever does not have the right form is left out. */
export function readPeers(awareness: Pick<Awareness, "clientID" | "getStates">): readonly Peer[] {
  const peers: Peer[] = [];
  for (const [clientId, state] of awareness.getStates()) {
    if (clientId === awareness.clientID) continue;
    const user = state.user as { name?: unknown; color?: unknown } | undefined;
    if (!user) continue;
    peers.push({
      clientId,
      name: typeof user.name === "string" && user.name !== "" ? user.name.slice(0, 80) : "Somebody",
      color: typeof user.color === "number" && Number.isInteger(user.color) ? Math.abs(user.color) % 8 : clientId % 8,
      cursor: pointOf(state.cursor),
    });
  }
  return peers.toSorted((a, b) => a.clientId - b.clientId);
}

function pointOf(value: unknown): Point | null {
  const point = value as { x?: unknown; y?: unknown } | null | undefined;
  return typeof point?.x === "number" && typeof point.y === "number" && Number.isFinite(point.x + point.y)
    ? { x: point.x, y: point.y }
    : null;
}

/** Presence reuses the category colours: eight would be two more than there are, so the accent and green join. */
export const peerColors = [
  "var(--cat-integration)",
  "var(--cat-flow)",
  "var(--cat-list)",
  "var(--cat-trigger)",
  "var(--cat-text)",
  "var(--cat-logic)",
  "var(--accent)",
  "var(--succeeded)",
] as const;
