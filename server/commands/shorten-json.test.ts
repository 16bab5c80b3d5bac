import { expect, test } from "vitest";
import { shortenJson } from "./shorten-json.ts";

test("a small value stays as it is", () => {
  const value = { a: [1, 2, 3] };
  expect(shortenJson(value)).toEqual({ value, truncated: false });
});

test("a large value keeps its names and loses items and text until it is small", () => {
  const value = { rows: Array.from({ length: 5_000 }, (_, id) => ({ id, note: "x".repeat(3_000) })), total: 5_000 };
  const short = shortenJson(value);
  expect(short.truncated).toBe(true);
  expect(JSON.stringify(short.value).length).toBeLessThanOrEqual(64_000);
  const { rows, total } = short.value as typeof value;
  expect(total).toBe(5_000);
  expect(rows.length).toBeGreaterThan(1);
  expect(rows[1]).toMatchObject({ id: 1, note: expect.stringMatching(/^x+…$/) });
});
