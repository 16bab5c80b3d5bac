import { expect, test } from "vitest";
import { createAllowance } from "./allowance.ts";

test("a burst is let through, a flood is not, and after a rest there is room again", () => {
  let now = 0;
  const allowance = createAllowance(() => now);
  const taken = Array.from({ length: 1_000 }, () => allowance.take(100)).filter(Boolean).length;
  expect(taken).toBe(600);
  now += 1_000;
  const afterASecond = Array.from({ length: 1_000 }, () => allowance.take(100)).filter(Boolean).length;
  expect(afterASecond).toBe(0);
  now += 60_000;
  expect(allowance.take(100)).toBe(true);
});

test("few large messages are as limited as many small ones", () => {
  const allowance = createAllowance(() => 0);
  const taken = Array.from({ length: 40 }, () => allowance.take(256 * 1024)).filter(Boolean).length;
  expect(taken).toBe(16);
});
