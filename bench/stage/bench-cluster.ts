import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { nodeRegistry } from "#core/nodes/registry.ts";
import { freePort } from "#db/embedded/postmaster.ts";
import { seedOwner } from "#db/seed.ts";
import { clusterSpace } from "#server/installation-secret.ts";
import { createLogger } from "#server/log.ts";
import { joinCluster } from "#server/run/cluster/join-cluster.ts";
import { createEngine, type Engine } from "#server/run/engine.ts";
import { redisServer } from "#server/run/testing/redis-server.ts";
import { type BenchDatabase, openBenchDatabase } from "./bench-database.ts";
import { youngHeap } from "./young-heap.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

export type BenchCluster = {
  readonly database: BenchDatabase;
  /** Of this process, which accepts runs and drives none, as a web process does. */
  readonly engine: Engine;
  /** Another worker process, as `HEDDLE_ROLES=worker npm start` runs it; resolves when it is up. */
  readonly startWorker: () => Promise<BenchWorker>;
  readonly stop: () => Promise<void>;
};

export type BenchWorker = {
  /** Processor time since its start, milliseconds; 0 where the system does not tell. */
  readonly cpuMs: () => number;
  readonly stop: () => Promise<void>;
};

/** A database with durable commits, a Redis, and a process that accepts runs. */
export async function openBenchCluster(): Promise<BenchCluster> {
  const [database, redis] = await Promise.all([openBenchDatabase(), redisServer()]);
  // The first workspace is that of the person whom a start of the product makes.
  await seedOwner(database.databases);
  const folder = await mkdtemp(path.join(tmpdir(), "heddle-bench-"));
  await chmod(folder, 0o755);
  const secret = randomBytes(32);
  const log = createLogger("error");
  const cluster = joinCluster({ redisUrl: redis.url, space: clusterSpace(secret), drivesRuns: false, log });
  const engine = createEngine({
    sql: database.databases.engine,
    registry: nodeRegistry,
    interpret: () => Promise.reject(new Error("This process drives no runs.")),
    log,
    installation: "bench",
    cluster,
  });
  while (!cluster.isReady()) await delay(10);
  const workers = new Set<BenchWorker>();
  let started = 0;
  return {
    database,
    engine,
    startWorker: async () => {
      const env = {
        ...process.env,
        PORT: String(await freePort()),
        HEDDLE_DATA_DIR: path.join(folder, String(started++)),
        HEDDLE_LOG: "error",
        HEDDLE_ROLES: "worker",
        HEDDLE_SECRET: secret.toString("hex"),
        REDIS_URL: redis.url,
        DATABASE_URL: database.url,
      };
      const worker = await spawnServer(env);
      workers.add(worker);
      return worker;
    },
    stop: async () => {
      for (const worker of workers) await worker.stop();
      await engine.stop();
      await cluster.close();
      await database.stop();
      await redis.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function spawnServer(env: NodeJS.ProcessEnv): Promise<BenchWorker> {
  const child = spawn(process.execPath, [youngHeap, "server/start.ts"], {
    cwd: root,
    env,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const gone = once(child, "close");
  // A benchmark that ends by an error leaves nobody behind.
  process.once("exit", () => child.kill("SIGKILL"));
  while (!(await isUp(`http://127.0.0.1:${env.PORT}/api/health`))) {
    if (child.exitCode !== null) throw new Error(`A worker ended with ${child.exitCode} instead of getting ready.`);
    await delay(20);
  }
  return {
    cpuMs: () => cpuMsOf(child.pid),
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
      await gone;
    },
  };
}

/** Up is up once it also reaches Redis: then it takes runs. */
async function isUp(url: string): Promise<boolean> {
  try {
    const health = (await (await fetch(url)).json()) as { status?: string; redis?: string };
    return health.status === "ok" && health.redis === "ok";
  } catch {
    return false;
  }
}

/** User and system time are fields 14 and 15 of the line, in hundredths of a second. */
function cpuMsOf(pid: number | undefined): number {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return 0;
  const fields = readFileSync(file, "utf8").replace(/^.*\)/, "- -").split(" ");
  return (Number(fields[13]) + Number(fields[14])) * 10;
}
