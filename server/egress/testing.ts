import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { EgressRequest } from "./create-egress.ts";

export type LocalServer = {
  readonly port: number;
  readonly url: string;
  /** Every request that arrived, oldest first. */
  readonly requests: readonly IncomingMessage[];
  readonly close: () => Promise<void>;
};

/** A real server on 127.0.0.1 which notes what arrives: the proof that an attack did, or did not, get there. */
export async function localServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<LocalServer> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { port, url: `http://127.0.0.1:${port}`, requests, close };
}

/** A request with everything filled in. */
export function requestTo(url: string, more: Partial<EgressRequest> = {}): EgressRequest {
  return { method: "GET", url, headers: {}, body: null, timeoutMs: 10_000, followRedirects: true, ...more };
}
