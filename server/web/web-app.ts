import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";

/** What serves the pages. */
export type WebApp = {
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Hot reload of the development server; other upgrades are none of its business. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>;
  readonly close: () => Promise<void>;
};
