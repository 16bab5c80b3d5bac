import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { openDatabases } from "./client.ts";
import { testDatabase } from "./testing.ts";

const database = testDatabase();
const failures: unknown[] = [];
const note = (error: unknown) => failures.push(error);

afterEach(() => {
  process.off("unhandledRejection", note);
});

test("a database that goes while a connection to it opens fails the query and nothing else", async () => {
  const [target, url] = [new URL(database.url), new URL(database.url)];
  const sockets: Socket[] = [];
  let cuts = 0;
  const proxy = createServer((client) => {
    const server = connect(Number(target.port), target.hostname);
    sockets.push(client, server);
    for (const socket of [client, server]) socket.on("error", () => undefined);
    client.on("data", (chunk) => {
      // The first thing that the driver asks on a connection.
      if (cuts === 0 && chunk.includes("typarray")) {
        cuts += 1;
        proxy.close();
        client.destroy();
        server.destroy();
      } else server.write(chunk);
    });
    server.pipe(client);
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  url.port = String((proxy.address() as AddressInfo).port);
  url.hostname = "127.0.0.1";
  process.on("unhandledRejection", note);
  const databases = openDatabases(url.href, { app: 1, engine: 1 });
  await expect(databases.engine`select 1`).rejects.toMatchObject({ code: "ECONNREFUSED" });
  await databases.close();
  expect(cuts).toBe(1);
  expect(failures).toEqual([]);
  for (const socket of sockets) socket.destroy();
});
