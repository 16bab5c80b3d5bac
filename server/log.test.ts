import { expect, test } from "vitest";
import { masked } from "./log.ts";

test("r17 a password inside an address is not logged", () => {
  expect(masked("cannot reach postgres://me:hunter2@db:5432/heddle now")).toBe(
    "cannot reach postgres://me:[hidden]@db:5432/heddle now",
  );
});

test("r17 the token of a hook or a signal is not logged", () => {
  expect(masked("POST /hooks/abcdefghijklmnop failed")).toBe("POST /hooks/[hidden] failed");
  expect(masked("POST /signals/abcdefgh-i_jkl.mnop failed")).toBe("POST /signals/[hidden] failed");
});
