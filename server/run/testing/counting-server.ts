import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** The outside world: counts requests by their idempotency key and answers each with its number. */
export type CountingServer = {
  readonly host: string;
  /** Keys in the order in which requests came in; a repeated one is there twice. */
  readonly keys: readonly string[];
  /** Holds answers back from now on, or gives them all. */
  readonly hold: (isHeld: boolean) => void;
  /** Resolves when so many requests have come in, counted from the first of all. */
  readonly received: (count: number) => Promise<void>;
  readonly close: () => Promise<void>;
};

export async function countingServer(): Promise<CountingServer> {
  const keys: string[] = [];
  const held = new Set<{ response: ServerResponse; number: number }>();
  const waiting = new Set<{ count: number; resolve: () => void }>();
  let isHeld = false;
  const answer = (response: ServerResponse, number: number) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ number }));
  };
  const server = createServer((request, response) => {
    keys.push(String(request.headers["idempotency-key"]));
    const number = keys.length;
    if (isHeld) held.add({ response, number });
    else answer(response, number);
    for (const entry of waiting) {
      if (keys.length < entry.count) continue;
      waiting.delete(entry);
      entry.resolve();
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    keys,
    hold: (next) => {
      isHeld = next;
      if (isHeld) return;
      for (const { response, number } of held) answer(response, number);
      held.clear();
    },
    received: (count) =>
      new Promise((resolve) => {
        if (keys.length >= count) resolve();
        else waiting.add({ count, resolve });
      }),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
