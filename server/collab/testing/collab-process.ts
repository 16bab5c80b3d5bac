import { once } from "node:events";
import { createServer } from "node:http";
import { openDatabases } from "#db/client.ts";
import { seedOwner } from "#db/seed.ts";
import { createLogger } from "../../log.ts";
import { createCollab } from "../collab.ts";

/*
 * `/collab` in a process of its own, to be killed: collab-process.ts <database url> <port>
 * Says "ready" when it listens.
 */
const [databaseUrl, port] = process.argv.slice(2);
if (!databaseUrl || !port) throw new Error("Say which database and which port.");
const databases = openDatabases(databaseUrl, { app: 4, engine: 2 });
const { workspaceId, userId, name } = await seedOwner(databases);
const collab = createCollab({
  db: databases.app,
  logger: createLogger("silent"),
  isAdmitted: () => true,
  findActor: async () => ({ workspaceId, userId, name, role: "owner" }),
});
const server = createServer((_request, response) => response.end());
server.on("upgrade", (request, socket, head) => collab.upgrade(request, socket, head));
server.listen(Number(port), "127.0.0.1");
await once(server, "listening");
process.stdout.write("ready\n");
