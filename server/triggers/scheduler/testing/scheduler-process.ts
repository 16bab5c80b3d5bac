import { nodeRegistry } from "#core/nodes/registry.ts";
import { openDatabases } from "#db/client.ts";
import { createLogger } from "../../../log.ts";
import { createEngine } from "../../../run/engine.ts";
import { startScheduler } from "../scheduler.ts";

/** A scheduler in a process of its own, for tests that kill it. Its database and its name come as arguments. */
const [, , databaseUrl = "", installation = ""] = process.argv;
const { engine: sql } = openDatabases(databaseUrl, { app: 1, engine: 4 });
const log = createLogger("error");
const interpret = () => Promise.reject(new Error("These workflows have no effects."));
const engine = createEngine({ sql, registry: nodeRegistry, interpret, log, installation, settings: { pollMs: 50 } });
startScheduler({ sql, engine, log, pollMs: 20 });
process.on("disconnect", () => process.exit(0));
process.send?.("ready");
