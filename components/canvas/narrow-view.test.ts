import { describe, expect, it } from "vitest";
import { narrowView } from "./narrow-view.ts";

const start = { x: 100, y: 200, width: 240, height: 60 };
const large = { x: 100, y: 0, width: 3_000, height: 800 };
const phone = { width: 390, height: 600 };

describe("a drawing on a narrow canvas", () => {
  it("is shown from its start, at a size that can be read, when it is too large", () => {
    const view = narrowView(large, start, phone);
    expect(view?.zoom).toBe(0.4);
    const left = start.x * 0.4 + (view?.x ?? 0);
    const middle = (start.y + 30) * 0.4 + (view?.y ?? 0);
    expect([left, middle]).toEqual([24, 300]);
  });

  it("is shown whole when it fits, and on every wide canvas", () => {
    expect(narrowView({ ...large, width: 700 }, start, phone)).toBeNull();
    expect(narrowView(large, start, { width: 1_200, height: 600 })).toBeNull();
  });
});
