import { expect, test } from "vitest";
import { isDatabaseUnavailable } from "./is-unavailable.ts";

const withCode = (code: string, cause?: Error) => Object.assign(new Error(code, { cause }), { code });

test.each(["ECONNREFUSED", "CONNECTION_CLOSED", "57P01", "57P03", "08006", "53300"])(
  "%s means that it is gone",
  (code) => {
    expect(isDatabaseUnavailable(withCode(code))).toBe(true);
  },
);

test("drizzle's wrapping does not hide it", () => {
  expect(isDatabaseUnavailable(new Error("Failed query: select 1", { cause: withCode("ECONNREFUSED") }))).toBe(true);
});

test.each(["23505", "42501", "22P02", "57014"])("%s is an answer of a database that is there", (code) => {
  expect(isDatabaseUnavailable(withCode(code))).toBe(false);
});

test("anything else that is thrown is not the database's absence", () => {
  for (const thrown of [undefined, null, "ECONNREFUSED", { code: "ECONNREFUSED" }, new Error("x")]) {
    expect(isDatabaseUnavailable(thrown)).toBe(false);
  }
});
