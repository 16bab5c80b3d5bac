import { expect, test } from "vitest";
import { formatDuration } from "./duration.ts";

test.each([
  [0.4, "<1 ms"],
  [12.6, "13 ms"],
  [999, "999 ms"],
  [3_240, "3.2 s"],
  [42_400, "42 s"],
  [59_990, "1 min 0 s"],
  [125_000, "2 min 5 s"],
  [3_840_000, "1 h 4 min"],
])("%d ms reads as %s", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});
