import { describe, expect, it } from "vitest";
import { shiftInto } from "./canvas-port.ts";

describe("revealing a card", () => {
  it("leaves the view alone when it can be seen", () => {
    expect(shiftInto(100, 240, 800)).toBe(0);
  });

  it("moves no further than needed", () => {
    expect(shiftInto(-50, 240, 800)).toBe(82);
    expect(shiftInto(700, 240, 800)).toBe(-172);
  });

  it("shows the start of what is larger than the room", () => {
    expect(shiftInto(100, 2_000, 800)).toBe(-68);
  });
});
