import { containerHeaderHeight } from "./box-measure.ts";

/** The bar above a step with its distance, px on the screen at any zoom. */
const barHeight = 48;

/** Whether the bar above a step, whose top is so many canvas px below its box's, would cover the box's header. */
export function coversHeader(y: number, zoom: number): boolean {
  return (y - containerHeaderHeight) * zoom < barHeight;
}
