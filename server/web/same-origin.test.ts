import { expect, test } from "vitest";
import { isOurHost, isOurOrigin } from "./same-origin.ts";

test.each(["localhost:3000", "127.0.0.1:3000", "LOCALHOST:3000"])("%s is us", (host) => {
  expect(isOurHost({ host }, 3000)).toBe(true);
});

test.each([
  undefined,
  "",
  "evil.example:3000",
  "localhost:3001",
  "localhost",
  "localhost.evil.example:3000",
  "127.0.0.1:3000.evil",
])("dns rebinding: the host %s is not us", (host) => {
  expect(isOurHost(host === undefined ? {} : { host }, 3000)).toBe(false);
});

test("on port 80 browsers leave the port out", () => {
  expect(isOurHost({ host: "localhost" }, 80)).toBe(true);
});

test("our own pages and tools without a page may change things", () => {
  expect(isOurOrigin({ host: "localhost:3000" })).toBe(true);
  expect(isOurOrigin({ host: "localhost:3000", origin: "http://localhost:3000" })).toBe(true);
  expect(
    isOurOrigin({ host: "localhost:3000", origin: "http://localhost:3000", "sec-fetch-site": "same-origin" }),
  ).toBe(true);
});

test.each([
  { origin: "http://evil.example" },
  { origin: "null" },
  { origin: "https://localhost:3000" },
  { origin: "http://localhost:3001" },
  { "sec-fetch-site": "cross-site" },
  { "sec-fetch-site": "same-site" },
])("another site may not: %o", (headers) => {
  expect(isOurOrigin({ host: "localhost:3000", ...headers })).toBe(false);
});
