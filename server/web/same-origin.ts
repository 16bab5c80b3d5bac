import type { IncomingHttpHeaders } from "node:http";

/**
 * Whether a request was meant for us: its Host names this machine. A page elsewhere that points its own name at
 * 127.0.0.1 (DNS rebinding) sends that name here.
 */
export function isOurHost(headers: IncomingHttpHeaders, port: number): boolean {
  const host = headers.host?.toLowerCase();
  return (
    host === `localhost:${port}` ||
    host === `127.0.0.1:${port}` ||
    (port === 80 && (host === "localhost" || host === "127.0.0.1"))
  );
}

/**
 * Whether a request that changes something, or opens a socket, comes from our own pages or from no page at all.
 * Browsers name the page's origin on all of these; tools such as curl send none.
 */
export function isOurOrigin(headers: IncomingHttpHeaders): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") return false;
  return headers.origin === undefined || headers.origin.toLowerCase() === `http://${headers.host?.toLowerCase()}`;
}
