import { EgressError } from "./egress-error.ts";
import { parseTarget } from "./parse-target.ts";

/** One request on its way: where to, and with what. */
export type Hop = {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
};

/** Everything else may be a credential: authorization, cookie, x-api-key, and names nobody thought of. */
const keptAcrossOrigins: ReadonlySet<string> = new Set([
  "accept",
  "accept-encoding",
  "accept-language",
  "content-type",
  "idempotency-key",
  "user-agent",
]);

/** The next request after a redirect, or null when the answer is none. Throws EgressError for a bad target. */
export function nextHop(hop: Hop, status: number, location: string | undefined): Hop | null {
  if (![301, 302, 303, 307, 308].includes(status) || !location) return null;
  if (!URL.canParse(location, hop.url))
    throw new EgressError("http", "The answer redirects to an address that cannot be read.");
  const url = parseTarget(new URL(location, hop.url).href);
  const becomesGet = status === 303 ? hop.method !== "HEAD" : status < 303 && hop.method === "POST";
  let headers = { ...hop.headers };
  if (url.origin !== hop.url.origin) headers = only(headers, (name) => keptAcrossOrigins.has(name));
  if (becomesGet) headers = only(headers, (name) => !name.startsWith("content-"));
  return { method: becomesGet ? "GET" : hop.method, url, headers, body: becomesGet ? null : hop.body };
}

function only(headers: Readonly<Record<string, string>>, keeps: (name: string) => boolean): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => keeps(name)));
}
