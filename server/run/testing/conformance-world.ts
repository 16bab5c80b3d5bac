import { randomBytes } from "node:crypto";
import type { Sql } from "postgres";
import type { Plan } from "#core/compile/plan.ts";
import type { RunId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import type { TestDatabase } from "#db/testing.ts";
import { interpretEffect } from "../../effects/interpret-effect.ts";
import { createEgress } from "../../egress/create-egress.ts";
import { createLogger } from "../../log.ts";
import { joinCluster } from "../cluster/join-cluster.ts";
import type { Engine, EngineSettings } from "../engine.ts";
import { type CountingServer, countingServer } from "./counting-server.ts";
import { engineOf, request } from "./engine-of.ts";
import { redisServer } from "./redis-server.ts";
import { type SpawnedEngine, spawnEngine } from "./spawn-engine.ts";
import { until } from "./until.ts";

/** A running installation, of whichever kind, as the guarantees see it. */
export type World = {
  readonly url: string;
  readonly sql: Sql;
  /** What accepts runs and is asked about them. */
  readonly engine: Engine;
  /** The world outside, which counts what is asked of it. */
  readonly http: CountingServer;
  /** Starts runs in processes that `kill` ends; resolves when they are accepted. */
  readonly startDoomed: (plan: Plan, inputs: readonly Json[]) => Promise<readonly RunId[]>;
  /** SIGKILL for every process that drives those runs; others take their place. */
  readonly kill: () => Promise<void>;
  /** Takes away what the processes have in common beside the database, and gives it back empty. */
  readonly disturb: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

const settings: Partial<EngineSettings> = { leaseSeconds: 2, pollMs: 50, parkAfterMs: 200, stopGraceMs: 100 };

/** One process does everything; what it is killed in the middle of is done by another one on the same database. */
export async function embeddedWorld({ url, databases }: TestDatabase): Promise<World> {
  const http = await countingServer();
  const outside = outsideOf(http);
  const engine = engineOf(databases.engine, { interpret: outside.interpret, settings });
  let doomed: SpawnedEngine | null = null;
  const kill = async () => {
    await doomed?.kill();
    doomed = null;
  };
  return {
    url,
    sql: databases.engine,
    engine,
    http,
    startDoomed: async (plan, inputs) => {
      doomed = await spawnEngine({ databaseUrl: url, installation: "doomed", allowedHost: http.host, settings });
      const { said, start } = doomed;
      start({ plan, inputs });
      return await until("the runs are accepted", () => {
        const accepted = said.flatMap((message) => ("accepted" in message ? [message.accepted] : []));
        return accepted.length === inputs.length ? accepted : null;
      });
    },
    kill,
    disturb: async () => undefined,
    stop: async () => {
      await kill();
      await engine.stop();
      await outside.close();
      await http.close();
    },
  };
}

/** A process that accepts runs and drives none, a Redis, and two worker processes. */
export async function clusterWorld({ url, databases }: TestDatabase): Promise<World> {
  const [http, redis] = await Promise.all([countingServer(), redisServer()]);
  const log = createLogger("error");
  const space = `test:${randomBytes(4).toString("hex")}`;
  const cluster = joinCluster({ redisUrl: redis.url, space, drivesRuns: false, log });
  const outside = outsideOf(http);
  const engine = engineOf(databases.engine, { interpret: outside.interpret, settings, cluster });
  const workers: SpawnedEngine[] = [];
  let spawned = 0;
  const spawn = async () => {
    spawned += 1;
    const shared = { redisUrl: redis.url, space };
    const own = { installation: `worker${spawned}`, settings };
    workers.push(await spawnEngine({ databaseUrl: url, allowedHost: http.host, cluster: shared, ...own }));
  };
  await Promise.all([spawn(), spawn()]);
  await until("the cluster is joined", () => (cluster.isReady() ? true : null));
  const killAll = () => Promise.all(workers.splice(0).map((worker) => worker.kill()));
  return {
    url,
    sql: databases.engine,
    engine,
    http,
    startDoomed: async (plan, inputs) => {
      const started = await Promise.all(inputs.map((input) => engine.start(request(plan, input))));
      return started.map(({ runId }) => runId);
    },
    kill: async () => {
      await killAll();
      await Promise.all([spawn(), spawn()]);
    },
    disturb: async () => {
      await redis.empty();
      await redis.kill();
      await redis.start();
    },
    stop: async () => {
      await killAll();
      await engine.stop();
      await cluster.close();
      await redis.stop();
      await outside.close();
      await http.close();
    },
  };
}

function outsideOf(http: CountingServer) {
  const egress = createEgress({ allowedInternalHosts: [http.host] });
  const code = {
    runScript: () => Promise.reject(new Error("no scripts")),
    limits: { timeoutMsMax: 1, memoryMbMax: 1 },
  };
  const interpret = interpretEffect({ sendHttp: egress.send, loadFile: () => Promise.resolve(null), code });
  return { interpret, close: () => egress.close() };
}
