import type { IncomingHttpHeaders } from "node:http";
import type { JsonObject } from "#core/json/json.ts";
import { isSafeKey } from "#core/json/safe-json.ts";

/** Not shown to workflows: secrets of the caller, which would be kept in the journal, and names of our own. */
const hidden: ReadonlySet<string> = new Set([
  "authorization",
  "cookie",
  "proxy-authorization",
  "x-request-id",
  "x-nonce",
]);

/** What a workflow may not say: how the connection works, and anything that changes how browsers treat our origin. */
const reserved: ReadonlySet<string> = new Set([
  "alt-svc",
  "clear-site-data",
  "connection",
  "content-encoding",
  "content-length",
  "content-security-policy",
  "content-security-policy-report-only",
  "cross-origin-opener-policy",
  "date",
  "keep-alive",
  "nel",
  "proxy-authenticate",
  "public-key-pins",
  "report-to",
  "reporting-endpoints",
  "service-worker-allowed",
  "set-cookie",
  "strict-transport-security",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "x-content-type-options",
  "x-frame-options",
  "x-heddle-run",
  "x-request-id",
]);

/** Headers as formulas see them: lower-case names, repeated ones joined. */
export function visibleHeaders(headers: IncomingHttpHeaders): JsonObject {
  const visible: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined || hidden.has(name) || !isSafeKey(name)) continue;
    visible[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return visible;
}

/** The headers of a workflow's answer that may be sent. */
export function allowedHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const allowed: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (!reserved.has(name.toLowerCase())) allowed[name.toLowerCase()] = value;
  }
  return allowed;
}
