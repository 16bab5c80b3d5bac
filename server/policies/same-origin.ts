import type { IncomingHttpHeaders } from "node:http";

const loopbackNames: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * True when a request may act for the person at this machine. The server listens on loopback only, so it must have
 * been addressed by a loopback name (a page of another site whose name was pointed here is told by its Host), and a
 * browser must say that it comes from a page of ours. Programs send no Origin.
 */
export function isSameOrigin({ host, origin }: Pick<IncomingHttpHeaders, "host" | "origin">): boolean {
  if (host === undefined) return false;
  const address = URL.parse(`http://${host}`);
  if (!address || !loopbackNames.has(address.hostname)) return false;
  if (origin === undefined) return true;
  return URL.parse(origin)?.host === address.host;
}
