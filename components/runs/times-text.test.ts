import { describe, expect, it } from "vitest";
import { timesText } from "./times-text.ts";

describe("how often a step ran", () => {
  it("counts every time when none was skipped", () => {
    expect(timesText({ total: 1_200, skipped: 0 })).toBe("1,200 times");
  });

  it("does not count the times it was skipped", () => {
    expect(timesText({ total: 5, skipped: 4 })).toBe("1 of 5 ran");
    expect(timesText({ total: 2_000, skipped: 2_000 })).toBe("0 of 2,000 ran");
  });
});
