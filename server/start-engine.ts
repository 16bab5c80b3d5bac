import type { Sql } from "postgres";
import type { FileId } from "#core/id.ts";
import { nodeRegistry } from "#core/nodes/registry.ts";
import { readFileContent } from "#db/queries/files.ts";
import { createBreakers } from "./effects/breaker/create-breakers.ts";
import type { CodeDeps } from "./effects/interpret-code.ts";
import { interpretEffect } from "./effects/interpret-effect.ts";
import { createEgress } from "./egress/create-egress.ts";
import type { Env } from "./env.ts";
import { derivedSecret, type InstallationSecret } from "./installation-secret.ts";
import { createJail } from "./jail/jail.ts";
import type { Logger } from "./log.ts";
import type { Cluster } from "./run/cluster/join-cluster.ts";
import { createEngine, type Engine } from "./run/engine.ts";
import { signalToken } from "./triggers/signal-token.ts";

type Deps = {
  readonly env: Env;
  readonly log: Logger;
  readonly secret: InstallationSecret;
  /** Under the engine's role. */
  readonly sql: Sql;
  readonly cluster: Cluster | null;
};

/** With others about, a process that has died is not waited for until it comes back: its runs are taken over sooner. */
const clusterLeaseSeconds = 8;

const bytesPerMb = 1024 * 1024;

/** The start has the processors to itself: it takes two seconds, and nobody runs a script before it is over. */
const sparesAfterMs = 3_000;

/** The engine with its one way out, to the hosts that the settings allow, and its jail. `stop` ends all three. */
export function startEngine({ env, log, secret, sql, cluster }: Deps): Engine {
  const egress = createEgress({ allowedInternalHosts: env.allowedHosts });
  const breakers = createBreakers({ sql, log });
  const { codeMsMax: timeoutMsMax, codeMbMax: memoryMbMax } = env;
  const jail = createJail({ log, memoryMbMax, sparesAfterMs });
  const engine = createEngine({
    sql,
    registry: nodeRegistry,
    log,
    // In a cluster nobody knows which process follows which: runs of one that died are found by their leases.
    installation: cluster ? cluster.bus.self : derivedSecret(secret, "installation").slice(0, 16),
    cluster,
    callbackUrl: (at) => `${env.url}/signals/${signalToken(secret, { ...at, name: "" })}`,
    settings: {
      ...(cluster ? { leaseSeconds: clusterLeaseSeconds } : {}),
      journalBytes: env.journalMb * bytesPerMb,
      workflowBytes: env.workflowJournalMb === null ? null : env.workflowJournalMb * bytesPerMb,
    },
    interpret: (effect, context) => {
      const { workspaceId } = context;
      const loadFile = (fileId: FileId) => readFileContent(sql, { workspaceId, fileId });
      const code: CodeDeps = {
        runScript: (script, signal) => jail.run(workspaceId, script, signal),
        limits: { timeoutMsMax, memoryMbMax },
      };
      const sendHttp = breakers.guard(workspaceId, egress.send);
      return interpretEffect({ sendHttp, loadFile, code })(effect, context);
    },
  });
  return {
    ...engine,
    stop: async () => {
      await engine.stop();
      await Promise.all([egress.close(), jail.stop()]);
    },
  };
}
