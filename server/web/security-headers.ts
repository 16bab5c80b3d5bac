import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

/** On every answer, whatever it is. */
const always: Readonly<Record<string, string>> = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
};

/** For answers that are no page of ours: whatever is inside, a browser runs and loads nothing of it (R18). */
export const inertPolicy = "sandbox; default-src 'none'; frame-ancestors 'none'";

export function setSecurityHeaders(response: ServerResponse): void {
  for (const name in always) response.setHeader(name, always[name] ?? "");
}

/**
 * Gives a page its policy: scripts are ours or carry this answer's nonce. Next reads the nonce from the policy among
 * the request's headers, our layout from `x-nonce`; whatever the client sent under these names is overwritten.
 */
export function applyPagePolicy(request: IncomingMessage, response: ServerResponse, dev: boolean): void {
  const nonce = randomBytes(16).toString("base64");
  const policy = pagePolicy(nonce, request.headers.host ?? "", dev);
  request.headers["x-nonce"] = nonce;
  request.headers["content-security-policy"] = policy;
  response.setHeader("content-security-policy", policy);
}

/** The policy of a page. Styles may be inline: React Flow places its nodes with style attributes. */
export function pagePolicy(nonce: string, host: string, dev: boolean): string {
  // Hot reload evaluates what it loads; production never does.
  const scripts = `'self' 'nonce-${nonce}'${dev ? " 'unsafe-eval'" : ""}`;
  return [
    "default-src 'self'",
    `script-src ${scripts}`,
    "worker-src 'self' blob:",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    `connect-src 'self' ws://${host}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
