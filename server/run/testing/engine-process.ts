import { nodeRegistry } from "#core/nodes/registry.ts";
import { openDatabases } from "#db/client.ts";
import type { CodeDeps } from "../../effects/interpret-code.ts";
import { interpretEffect } from "../../effects/interpret-effect.ts";
import { createEgress } from "../../egress/create-egress.ts";
import { createJail, type Jail } from "../../jail/jail.ts";
import { createLogger } from "../../log.ts";
import { joinCluster } from "../cluster/join-cluster.ts";
import { createEngine } from "../engine.ts";
import { request } from "./engine-of.ts";
import { workspaceId } from "./plans.ts";
import type { FromEngine, ProcessSettings, ToEngine } from "./spawn-engine.ts";

/** An engine in a process of its own, for tests that kill it. Settings come as one JSON argument. */
const { databaseUrl, cluster: shared, allowedHost, ...own } = JSON.parse(process.argv[2] ?? "") as ProcessSettings;
const databases = openDatabases(databaseUrl, { app: 1, engine: 4 });
const egress = createEgress({ allowedInternalHosts: [allowedHost] });
const log = createLogger("error");
/** Made with the first script: most tests have none. */
let jail: Jail | undefined;
const code: CodeDeps = {
  runScript: (script, signal) => {
    jail ??= createJail({ log, memoryMbMax: 64, spares: 1 });
    return jail.run(workspaceId, script, signal);
  },
  limits: { timeoutMsMax: 1_000, memoryMbMax: 64 },
};
const interpret = interpretEffect({ sendHttp: egress.send, loadFile: () => Promise.resolve(null), code });
const cluster = shared ? joinCluster({ ...shared, drivesRuns: true, log }) : null;
const engine = createEngine({ sql: databases.engine, registry: nodeRegistry, interpret, log, cluster, ...own });

const tell = (message: FromEngine) => process.send?.(message);

process.on("message", ({ plan, inputs }: ToEngine) => {
  for (const input of inputs) {
    engine.start(request(plan, input)).then(
      async ({ runId, ended }) => {
        tell({ accepted: runId });
        tell({ runId, ended: (await ended).status });
      },
      () => tell({ refused: true }),
    );
  }
});
// A rejection that nobody handles ends this process with a code, and with it the test (r21).
process.on("disconnect", () => process.exit(0));
tell({ ready: true });
