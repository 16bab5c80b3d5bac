import type { IncomingMessage } from "node:http";
import { checkedRegistry } from "#core/nodes/checks/checked-registry.ts";
import type { Databases } from "#db/client.ts";
import { seedOwner } from "#db/seed.ts";
import { type ApiDeps, createApiListener } from "./api/create-api-listener.ts";
import type { CommandContext } from "./commands/command-context.ts";
import { seedSamples } from "./commands/seed-samples.ts";
import type { Env } from "./env.ts";
import { chooseSecret, clusterSpace, type InstallationSecret } from "./installation-secret.ts";
import type { Logger } from "./log.ts";
import { openDocuments, type SharedDocuments } from "./open-documents.ts";
import type { Actor } from "./policies/actor.ts";
import { keepJournals } from "./retention/keep-journals.ts";
import { type Cluster, joinCluster } from "./run/cluster/join-cluster.ts";
import type { Engine } from "./run/engine.ts";
import { type RunningDatabase, startDatabase } from "./start-database.ts";
import { startEngine } from "./start-engine.ts";
import { createFilesListener } from "./triggers/files.ts";
import { createHookAddresses } from "./triggers/hook-addresses.ts";
import { createHooksListener } from "./triggers/hooks.ts";
import { createLiveHooks } from "./triggers/live-hooks.ts";
import { startScheduler } from "./triggers/scheduler/scheduler.ts";
import { signalToken } from "./triggers/signal-token.ts";
import { createSignalsListener } from "./triggers/signals.ts";
import type { Handler } from "./web/listener.ts";

/** Everything that lives as long as the server does; made once, handed to whoever needs a part of it. */
export type Services = {
  readonly env: Env;
  readonly log: Logger;
  readonly secret: InstallationSecret;
  readonly databases: Databases;
  readonly engine: Engine;
  readonly shared: SharedDocuments;
  /** Null when this process does everything itself. */
  readonly cluster: Cluster | null;
  /** What commands need, for the one owner that there is until people can sign in. */
  readonly ownerContext: CommandContext;
  readonly handlers: {
    readonly hooks: Handler;
    readonly signals: Handler;
    readonly files: Handler;
    readonly api: Handler;
  };
  /** Takes nothing more on and lets what is under way end, for some seconds; who waits for it is told. */
  readonly settle: () => Promise<void>;
  /** Closes the database; call it after `settle`. */
  readonly stop: () => Promise<void>;
};

type Deps = { readonly env: Env; readonly log: Logger; readonly say: (line: string) => void };

/** Starts everything; when a part does not start, those before it are stopped again and its error is thrown. */
export async function startServices({ env, log, say }: Deps): Promise<Services> {
  const secret = await chooseSecret(env.dataDir, env.secret);
  const database = await startDatabase({ env, log, say, secret });
  try {
    return await wire({ env, log, secret, database });
  } catch (error) {
    await database.stop();
    throw error;
  }
}

type Parts = Pick<Services, "env" | "log" | "secret"> & { readonly database: RunningDatabase };

async function wire({ env, log, secret, database }: Parts): Promise<Services> {
  const { databases } = database;
  const owner = await seedOwner(databases);
  const actor: Actor = { workspaceId: owner.workspaceId, userId: owner.userId, name: owner.name, role: "owner" };
  // Until people can sign in, whoever reaches the server, which listens on this machine only, is its owner (R22).
  const findActor = async (_request: IncomingMessage) => actor;
  const cluster = env.redisUrl ? joinCluster({ redisUrl: env.redisUrl, ...shareOf({ env, secret }), log }) : null;
  const shared = await openDocuments({ env, log, db: databases.app, url: database.ownerUrl, cluster, findActor });
  const engine = startEngine({ env, log, secret, sql: databases.engine, cluster });
  const liveHooks = createLiveHooks(databases.engine);
  const api: Omit<ApiDeps, "findActor"> = {
    db: databases.app,
    collab: shared.documents,
    engine,
    engineSql: databases.engine,
    hooks: createHookAddresses({ secret, onChanging: liveHooks.unsettle }),
    signalPath: (at) => `/signals/${signalToken(secret, { ...at, name: "" })}`,
    registry: checkedRegistry,
    logger: log,
  };
  const ownerContext: CommandContext = { ...api, actor };
  if (env.samples && env.roles.has("collab")) {
    // Heddle is of use without its samples; the next start tries again.
    await seedSamples(ownerContext).catch((error: unknown) => log.error({ error }, "the samples could not be added"));
  }
  const isScheduler = env.roles.has("scheduler");
  const scheduler = isScheduler ? startScheduler({ sql: databases.engine, engine, log }) : null;
  const keeping = { url: database.ownerUrl, log, retentionDays: env.retentionDays, isFull: engine.isFull };
  const keeper = isScheduler ? keepJournals(keeping) : null;
  return {
    env,
    log,
    secret,
    databases,
    engine,
    shared,
    cluster,
    ownerContext,
    handlers: {
      hooks: createHooksListener({ liveHooks, engine, sql: databases.engine, log }),
      signals: createSignalsListener({ secret, sql: databases.engine, onSent: engine.poke, log }),
      files: createFilesListener({ sql: databases.engine, findActor }),
      api: createApiListener({ ...api, findActor }),
    },
    settle: async () => {
      await Promise.all([scheduler?.stop(), keeper?.stop()]);
      const settled = await Promise.allSettled([engine.stop(), shared.stop()]);
      for (const part of settled) {
        if (part.status === "rejected") log.error({ error: part.reason }, "a part did not stop as it should");
      }
      await cluster?.close();
    },
    stop: database.stop,
  };
}

/** What the processes of this installation have in common, and what this one does of it. */
function shareOf({ env, secret }: Pick<Services, "env" | "secret">) {
  return { space: clusterSpace(secret), drivesRuns: env.roles.has("worker") };
}
