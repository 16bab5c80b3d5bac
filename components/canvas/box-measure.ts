import type { Size } from "#components/editor/session-store.ts";
import type { ContainerKind } from "#core/compile/container-kind.ts";

/** Px, on the 4 px grid. */
export const containerHeaderHeight = 44;

type BoxMeasure = {
  /** As it is put on the canvas, empty. */
  readonly size: Size;
  readonly min: Size;
  /** Between the border and what is inside. */
  readonly padding: { readonly top: number; readonly left: number; readonly right: number; readonly bottom: number };
};

const plain: BoxMeasure = {
  size: { w: 600, h: 240 },
  min: { w: 280, h: 140 },
  padding: { top: containerHeaderHeight + 24, left: 32, right: 32, bottom: 28 },
};
/** Room for the mark of the first state on the left, names of transitions on the right, ways back below. */
const machine: BoxMeasure = {
  size: { w: 760, h: 360 },
  min: { w: 400, h: 240 },
  padding: { top: containerHeaderHeight + 44, left: 64, right: 120, bottom: 92 },
};
const state: BoxMeasure = {
  size: { w: 240, h: 104 },
  min: { w: 200, h: 84 },
  padding: { top: containerHeaderHeight + 20, left: 24, right: 40, bottom: 24 },
};

export function boxMeasure(kind: ContainerKind | null): BoxMeasure {
  return kind === "states" ? machine : kind === "state" ? state : plain;
}
