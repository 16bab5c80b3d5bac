import { describe, expect, it } from "vitest";
import { boxMeasure } from "./box-measure.ts";
import { coversHeader } from "./covers-header.ts";

describe("the bar above a step in a box", () => {
  it("covers the title from the first row, and not from further down", () => {
    expect(coversHeader(boxMeasure("each").padding.top, 1)).toBe(true);
    expect(coversHeader(200, 1)).toBe(false);
  });

  it("keeps its size when the drawing is seen from afar", () => {
    expect(coversHeader(140, 1)).toBe(false);
    expect(coversHeader(140, 0.4)).toBe(true);
  });
});
