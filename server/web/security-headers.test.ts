import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { expect, test } from "vitest";
import { applyPagePolicy, pagePolicy } from "./security-headers.ts";

test("r18 in production no script runs that is not ours or carries the nonce", () => {
  const scripts = pagePolicy("abc", "localhost:3000", false)
    .split("; ")
    .find((directive) => directive.startsWith("script-src"));
  expect(scripts).toBe("script-src 'self' 'nonce-abc'");
});

test("every page has a nonce of its own, and what the client sent as one is overwritten", () => {
  const nonces = new Set<unknown>();
  for (let count = 0; count < 3; count++) {
    const request = new IncomingMessage(new Socket());
    request.headers = { host: "localhost:3000", "x-nonce": "chosen", "content-security-policy": "script-src *" };
    const response = new ServerResponse(request);
    applyPagePolicy(request, response, false);
    expect(request.headers["content-security-policy"]).toBe(response.getHeader("content-security-policy"));
    expect(request.headers["content-security-policy"]).toContain(`'nonce-${request.headers["x-nonce"]}'`);
    nonces.add(request.headers["x-nonce"]);
  }
  expect(nonces.size).toBe(3);
  expect(nonces).not.toContain("chosen");
});
