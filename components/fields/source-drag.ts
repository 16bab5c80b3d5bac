import type { DragEvent } from "react";

/** Media type of a value dragged from the data tree: the formula that reads it. */
export const sourceMediaType = "application/x-heddle-source";

/** Starts to drag a value; elsewhere than in a field of ours it is dropped as plain text. */
export function dragSource(event: DragEvent, source: string): void {
  event.dataTransfer.setData(sourceMediaType, source);
  event.dataTransfer.setData("text/plain", source);
  event.dataTransfer.effectAllowed = "copy";
}

export function carriesSource(event: DragEvent): boolean {
  return event.dataTransfer.types.includes(sourceMediaType);
}
