import { TRPCError } from "@trpc/server";
import { expect, test } from "vitest";
import { AppError } from "../errors.ts";
import { translateErrors, translatingErrors } from "./translate-errors.ts";

const failing = (cause: unknown) =>
  translateErrors({
    next: async () => ({ ok: false, error: new TRPCError({ code: "INTERNAL_SERVER_ERROR", cause }) }),
  });

test("a refusal keeps its sentence and gets its code", async () => {
  await expect(failing(new AppError("conflict", "Somebody was faster."))).rejects.toMatchObject({
    code: "CONFLICT",
    message: "Somebody was faster.",
  });
});

test("a database that cannot be reached is unavailable, not a bug", async () => {
  const refused = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
  const cause = new Error("Failed query: select", { cause: refused });
  await expect(failing(cause)).rejects.toMatchObject({ code: "SERVICE_UNAVAILABLE" });
});

test("a bug stays a bug", async () => {
  await expect(failing(new TypeError("x is undefined"))).rejects.toMatchObject({ code: "INTERNAL_SERVER_ERROR" });
});

test("errors that end a subscription are translated too", async () => {
  async function* stream() {
    yield 1;
    throw new AppError("not_found", "Gone.");
  }
  const seen: number[] = [];
  const read = async () => {
    for await (const value of translatingErrors(stream())) seen.push(value);
  };
  await expect(read()).rejects.toMatchObject({ code: "NOT_FOUND", message: "Gone." });
  expect(seen).toEqual([1]);
});
