import { openDatabases } from "#db/client.ts";
import { createEgress } from "../../../egress/create-egress.ts";
import { createLogger } from "../../../log.ts";
import { createBreakers } from "../create-breakers.ts";
import type { FromProcess, ProcessSettings, ToProcess } from "./spawn-caller.ts";

/** Sends requests through the breakers of a process of its own. Settings come as one JSON argument. */
const { databaseUrl, workspaceId, host } = JSON.parse(process.argv[2] ?? "") as ProcessSettings;
const { engine: sql } = openDatabases(databaseUrl, { app: 1, engine: 2 });
const egress = createEgress({ allowedInternalHosts: [host] });
// Nothing is remembered from one request to the next, so that no test waits a second for what the other process did.
const breakers = createBreakers({ sql, log: createLogger("error"), limits: { lookMs: 0 } });
const send = breakers.guard(workspaceId, egress.send);

const tell = (message: FromProcess) => process.send?.(message);
process.on("message", async ({ number, url }: ToProcess) => {
  const answer = await send({ method: "GET", url, headers: {}, body: null, timeoutMs: 5_000, followRedirects: false });
  tell(answer.ok ? { number, status: answer.response.status } : { number, failure: answer.failure });
});
process.on("disconnect", () => process.exit(0));
tell({ ready: true });
