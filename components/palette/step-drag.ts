/** Names what is dragged from the palette to the canvas: a step type. */
export const stepDragType = "application/x-heddle-step";
