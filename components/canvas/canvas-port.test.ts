import { describe, expect, it } from "vitest";
import { shareSeen, shiftInto } from "./canvas-port.ts";

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

describe("how much of a card is in view", () => {
  const room = { width: 800, height: 600 };

  it("tells whole from part from nothing", () => {
    expect(shareSeen({ x: 10, y: 10, width: 240, height: 60 }, room)).toBe("all");
    expect(shareSeen({ x: 700, y: 10, width: 240, height: 60 }, room)).toBe("part");
    expect(shareSeen({ x: 10, y: -60, width: 240, height: 60 }, room)).toBe("none");
    expect(shareSeen({ x: 900, y: 10, width: 240, height: 60 }, room)).toBe("none");
  });
});
