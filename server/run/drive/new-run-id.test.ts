import { expect, test } from "vitest";
import { isId } from "#core/id.ts";
import { newRunId } from "./new-run-id.ts";

test("ids sort in the order in which they were made, those of one millisecond too", () => {
  const nowMs = Date.UTC(2026, 0, 1);
  const ids = Array.from({ length: 4_000 }, (_, n) => newRunId(nowMs + Math.floor(n / 2_000)));
  expect(ids.every((id) => isId("run", id))).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.toSorted()).toEqual(ids);
});

test("ids are versions 7 of UUIDs with the millisecond in front, and random behind it", () => {
  const nowMs = Date.UTC(2026, 0, 1);
  const [one, other] = [newRunId(nowMs), newRunId(nowMs)].map((id) => id.slice("run_".length));
  expect(one).toMatch(/^[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$/);
  expect(Number.parseInt(one?.slice(0, 12) ?? "", 16)).toBe(nowMs);
  expect(one?.slice(16)).not.toBe(other?.slice(16));
});
