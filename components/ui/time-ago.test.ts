import { expect, test } from "vitest";
import { timeAgo } from "./time-ago.tsx";

const minute = 60_000;
const hour = 60 * minute;

test.each([
  [0, "just now"],
  [59_000, "just now"],
  [minute, "1 min. ago"],
  [90 * minute, "1 hr. ago"],
  [25 * hour, "yesterday"],
  [72 * hour, "3 days ago"],
  [-5_000, "just now"],
])("%d ms back reads as %s", (ms, text) => {
  expect(timeAgo(1_000_000_000_000 - ms, 1_000_000_000_000)).toBe(text);
});
