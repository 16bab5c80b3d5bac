import { afterEach, beforeEach, expect, test, vi } from "vitest";

/** Whether the time has come is kept for the page's life, so each test gets a page of its own. */
async function freshPage() {
  vi.resetModules();
  return import("./later-part.ts");
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("parts are fetched when the screen has stood for a while, and those named afterwards at once", async () => {
  const { laterPart, fetchLaterParts } = await freshPage();
  const early = vi.fn(async () => "early");
  expect(laterPart(early)).toBe(early);
  fetchLaterParts();
  expect(early).not.toHaveBeenCalled();
  vi.runAllTimers();
  expect(early).toHaveBeenCalledTimes(1);
  const late = vi.fn(async () => "late");
  laterPart(late);
  expect(late).toHaveBeenCalledTimes(1);
});

test("a screen that is left before that fetches nothing", async () => {
  const { laterPart, fetchLaterParts } = await freshPage();
  const load = vi.fn(async () => "part");
  laterPart(load);
  fetchLaterParts()();
  vi.runAllTimers();
  expect(load).not.toHaveBeenCalled();
});

test("a part that cannot be had is no unhandled failure", async () => {
  const { laterPart, fetchLaterParts } = await freshPage();
  const failures: unknown[] = [];
  const note = (error: unknown) => failures.push(error);
  process.on("unhandledRejection", note);
  laterPart(() => Promise.reject(new Error("no connection")));
  fetchLaterParts();
  vi.runAllTimers();
  vi.useRealTimers();
  await new Promise((resolve) => setImmediate(resolve));
  process.off("unhandledRejection", note);
  expect(failures).toEqual([]);
});
