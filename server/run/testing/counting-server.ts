import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Json } from "#core/json/json.ts";

/** The outside world: counts requests by their idempotency key and answers each, with its number unless told otherwise. */
export type CountingServer = {
  readonly host: string;
  /** Keys in the order in which requests came in; a repeated one is there twice. */
  readonly keys: readonly string[];
  /** Holds answers back from now on, or gives them all. */
  readonly hold: (isHeld: boolean) => void;
  /** Calls out at the given request, counted from the next one on: before it is answered, or just after. */
  readonly callOut: (at: {
    readonly request: number;
    readonly moment: "before" | "after";
    readonly onReached: () => void;
  }) => void;
  /** Resolves when so many requests have come in, counted from the first of all. */
  readonly received: (count: number) => Promise<void>;
  readonly close: () => Promise<void>;
};

type Answer = { readonly status: number; readonly body: Json };
const numbered = (number: number): Answer => ({ status: 200, body: { number } });

export async function countingServer(
  answerTo: (number: number, path: string, key: string) => Answer = numbered,
  answerAfterMs = 0,
): Promise<CountingServer> {
  const keys: string[] = [];
  const held = new Set<{ response: ServerResponse; given: Answer }>();
  const waiting = new Set<{ count: number; resolve: () => void }>();
  let isHeld = false;
  let out: { left: number; moment: "before" | "after"; onReached: () => void } | null = null;
  const answer = (response: ServerResponse, { status, body }: Answer) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  };
  const server = createServer((request, response) => {
    const key = String(request.headers["idempotency-key"]);
    keys.push(key);
    const given = answerTo(keys.length, request.url ?? "", key);
    const reached = out && --out.left === 0 ? out : null;
    if (reached?.moment === "before") reached.onReached();
    response.sendDate = false;
    if (isHeld) held.add({ response, given });
    else if (answerAfterMs > 0) setTimeout(answer, answerAfterMs, response, given);
    else answer(response, given);
    if (reached?.moment === "after") response.once("finish", reached.onReached);
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
      for (const { response, given } of held) answer(response, given);
      held.clear();
    },
    callOut: ({ request, moment, onReached }) => {
      out = { left: request, moment, onReached };
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
