import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import next from "next";

export type WebApp = {
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Hot reload of the development server; does nothing with other upgrades. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>;
  readonly close: () => Promise<void>;
};

export type WebOptions = {
  readonly dir: string;
  readonly dev: boolean;
  readonly hostname: string;
  readonly port: number;
};

/** Starts Next on the production build, or with hot reload in development. */
export async function prepareWebApp({ dir, dev, hostname, port }: WebOptions): Promise<WebApp> {
  const app = next({ dir, dev, hostname, port, quiet: !dev, turbopack: true });
  await app.prepare();
  const handle = app.getRequestHandler();
  const upgrade = app.getUpgradeHandler();
  return {
    handle: (request, response) => handle(request, response),
    upgrade: (request, socket, head) => upgrade(request, socket, head),
    close: () => app.close(),
  };
}
