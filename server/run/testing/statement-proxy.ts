import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A moment in the life of a statement: it never reached the database, or it was carried out and nobody was told. */
export type StatementMoment = "before" | "after";

/**
 * A way to the database that counts the statements which pass and can call out at one of them. It reads just enough of
 * the protocol: a statement is an `Execute` or a simple `Query` message; it is over with `ReadyForQuery`.
 *
 *     passing -- the statement comes, "before" --> cut (not passed on)
 *             -- the statement comes, "after" --> passed on -- ReadyForQuery --> cut (the answer is kept back)
 */
export type StatementProxy = {
  /** The same database by way of the proxy. */
  readonly url: string;
  /** How many statements have passed since the last `begin`. */
  readonly count: () => number;
  /** Counts from 1 again; at the given statement every connection is cut and `onReached` called, once. */
  readonly begin: (at?: {
    readonly statement: number;
    readonly moment: StatementMoment;
    readonly onReached: () => void;
  }) => void;
  readonly close: () => Promise<void>;
};

export async function statementProxy(databaseUrl: string): Promise<StatementProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let passed = 0;
  let at: Parameters<StatementProxy["begin"]>[0];
  const reach = () => {
    const reached = at;
    at = undefined;
    // The process dies first: it must not see that its connections break.
    reached?.onReached();
    for (const socket of sockets) socket.destroy();
  };
  const server = createServer((incoming) => {
    const outgoing = connect(Number(target.port), target.hostname);
    let isLast = false;
    for (const socket of [incoming, outgoing]) {
      sockets.add(socket);
      socket.on("error", () => socket.destroy());
      socket.on("close", () => {
        sockets.delete(socket);
        incoming.destroy();
        outgoing.destroy();
      });
    }
    const asked = messages({ startsBare: true });
    incoming.on("data", (chunk) => {
      for (const { type, bytes } of asked(chunk)) {
        if (type === "E" || type === "Q") {
          passed += 1;
          if (at?.statement === passed) {
            if (at.moment === "before") return reach();
            isLast = true;
          }
        }
        outgoing.write(bytes);
      }
    });
    const answered = messages({ startsBare: false });
    outgoing.on("data", (chunk) => {
      for (const { type, bytes } of answered(chunk)) {
        if (isLast && type === "Z") return reach();
        incoming.write(bytes);
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = new URL(databaseUrl);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    count: () => passed,
    begin: (next) => {
      passed = 0;
      at = next;
    },
    close: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, "close");
    },
  };
}

type Message = { readonly type: string; readonly bytes: Buffer };

/** Cuts a stream into whole messages. A client's first has no type. */
function messages({ startsBare }: { readonly startsBare: boolean }): (chunk: Buffer) => readonly Message[] {
  let rest: Buffer = Buffer.alloc(0);
  let isBare = startsBare;
  return (chunk) => {
    rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const whole: Message[] = [];
    for (;;) {
      const head = isBare ? 0 : 1;
      if (rest.length < head + 4) return whole;
      const length = head + rest.readInt32BE(head);
      if (rest.length < length) return whole;
      whole.push({ type: isBare ? "" : String.fromCharCode(rest[0] as number), bytes: rest.subarray(0, length) });
      rest = rest.subarray(length);
      isBare = false;
    }
  };
}
