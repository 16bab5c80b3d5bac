import { describe, expect, it } from "vitest";
import { countLabel, hasRoomForPlus } from "./flow-edge.tsx";

describe("counts on edges", () => {
  it("say how many items a list had", () => {
    expect(countLabel({ count: 1, items: 1 })).toBe("1 item");
    expect(countLabel({ count: 1, items: 1_503 })).toBe("1,503 items");
  });

  it("say how often a value went along inside a container", () => {
    expect(countLabel({ count: 12, items: 3 })).toBe("12 ×");
  });

  it("are absent when there is nothing to count", () => {
    expect(countLabel({ count: 1, items: null })).toBe("");
  });
});

describe("the plus on an edge", () => {
  it("is there only where enough of the edge is left beside it to be selected", () => {
    expect(hasRoomForPlus(64, 1)).toBe(true);
    expect(hasRoomForPlus(64, 0.5)).toBe(false);
    expect(hasRoomForPlus(400, 0.25)).toBe(true);
    expect(hasRoomForPlus(30, 1)).toBe(false);
  });
});
