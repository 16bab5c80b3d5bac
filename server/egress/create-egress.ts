import { Agent, request } from "undici";
import { type Failure, failure } from "#core/failure.ts";
import { isSafeKey } from "#core/json/safe-json.ts";
import { allowedHosts } from "./allowed-hosts.ts";
import { EgressError, failureOf } from "./egress-error.ts";
import { guardedConnector } from "./guarded-connector.ts";
import { parseTarget } from "./parse-target.ts";
import { type Resolve, resolveBySystem } from "./public-address.ts";
import { readBody } from "./read-body.ts";
import { type Hop, nextHop } from "./redirect.ts";

export type EgressRequest = {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** Milliseconds for the whole exchange: lookup, connections, redirects, the answer's last byte. */
  readonly timeoutMs: number;
  readonly followRedirects: boolean;
  readonly signal?: AbortSignal;
};

export type EgressResponse = {
  readonly status: number;
  /** Lower-case names; repeated headers are joined with ", ". */
  readonly headers: Readonly<Record<string, string>>;
  /** Unpacked, at most `caps.bodyBytes`. */
  readonly body: Buffer;
  /** The address that answered, after redirects. */
  readonly url: string;
};

export type EgressAnswer =
  | { readonly ok: true; readonly response: EgressResponse }
  | { readonly ok: false; readonly failure: Failure };

export type Egress = {
  /** Sends one request. Never throws; a status of 400 or more is an answer, not a failure. */
  readonly send: (request: EgressRequest) => Promise<EgressAnswer>;
  /** Ends idle and open connections. */
  readonly close: () => Promise<void>;
};

export type EgressSettings = {
  /** Hosts outside the public internet that the operator vouches for: `host` or `host:port`. */
  readonly allowedInternalHosts: Iterable<string>;
  readonly resolve?: Resolve;
};

const redirectsMax = 10;
/** Timers of the system hold no more. */
const timeoutMsMax = 2 ** 31 - 1;
/** Set by the protocol; a workflow that sets them could talk to another host than the one that was checked. */
const ownHeaders: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "expect",
  "host",
  "http2-settings",
  "keep-alive",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** The one way out: every outbound request of the product goes through what this returns (R6). */
export function createEgress({ allowedInternalHosts, resolve = resolveBySystem }: EgressSettings): Egress {
  const connect = guardedConnector(allowedHosts(allowedInternalHosts), resolve);
  const agent = new Agent({ connect, connections: 32, keepAliveTimeout: 10_000, headersTimeout: 0, bodyTimeout: 0 });
  return {
    send: (sent) => send(sent, agent),
    close: () => agent.destroy(),
  };
}

async function send(sent: EgressRequest, agent: Agent): Promise<EgressAnswer> {
  const timeout = AbortSignal.timeout(Math.min(Math.max(1, Math.trunc(sent.timeoutMs) || 1), timeoutMsMax));
  const signal = sent.signal ? AbortSignal.any([timeout, sent.signal]) : timeout;
  let host = "";
  try {
    let hop: Hop = {
      method: sent.method,
      url: parseTarget(sent.url),
      headers: cleanHeaders(sent.headers),
      body: sent.body,
    };
    for (let redirects = 0; redirects <= redirectsMax; redirects++) {
      host = hop.url.host;
      const answer = await exchange(hop, { agent, signal, followRedirects: sent.followRedirects });
      if ("status" in answer) return { ok: true, response: answer };
      hop = answer;
    }
    throw new EgressError("http", `The answer redirects more than ${redirectsMax} times. Check the address.`);
  } catch (thrown) {
    if (sent.signal?.aborted) return { ok: false, failure: failure("cancelled", "The request was cancelled.") };
    if (timeout.aborted) return { ok: false, failure: timedOut(host, sent.timeoutMs) };
    return { ok: false, failure: failureOf(thrown, host) };
  }
}

type Exchange = { readonly agent: Agent; readonly signal: AbortSignal; readonly followRedirects: boolean };

/** One request and its answer, or the request that a redirect asks for. Throws. */
async function exchange(hop: Hop, { agent, signal, followRedirects }: Exchange): Promise<EgressResponse | Hop> {
  const { statusCode, headers, body } = await request(hop.url, {
    method: hop.method as "GET",
    headers: hop.headers,
    body: hop.body,
    dispatcher: agent,
    signal,
  });
  try {
    const next = followRedirects ? nextHop(hop, statusCode, single(headers.location)) : null;
    if (next) {
      await body.dump({ limit: 64 * 1024, signal });
      return next;
    }
    const isEmpty = hop.method === "HEAD" || statusCode === 204 || statusCode === 304;
    const content = await readBody(body, isEmpty ? undefined : single(headers["content-encoding"]));
    return { status: statusCode, headers: joined(headers), body: content, url: hop.url.href };
  } catch (thrown) {
    body.on("error", () => undefined).destroy();
    throw thrown;
  }
}

function cleanHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const clean: Record<string, string> = { "user-agent": "Heddle", accept: "*/*" };
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.trim().toLowerCase();
    if (ownHeaders.has(lower))
      throw new EgressError("config", `The header ${lower} is set by Heddle itself. Remove it.`);
    clean[lower] = value;
  }
  // What we can unpack, and nothing else.
  clean["accept-encoding"] = "gzip, deflate, br";
  return clean;
}

function timedOut(host: string, timeoutMs: number): Failure {
  const message = `The host ${host} took longer than ${timeoutMs / 1000} s. Try again later, or allow more time.`;
  return failure("timeout", message, { retryable: true });
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(", ") : header;
}

function joined(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const names = Object.keys(headers).filter(isSafeKey);
  return Object.fromEntries(names.map((name) => [name.toLowerCase(), single(headers[name]) ?? ""]));
}
