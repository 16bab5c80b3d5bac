import { ViewportPortal } from "@xyflow/react";
import type { ReactNode } from "react";

/** Puts children into the drawing's own coordinates: they pan and zoom with it. Only inside a canvas. */
export function CanvasLayer({ children }: { children: ReactNode }) {
  return <ViewportPortal>{children}</ViewportPortal>;
}
