import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { testDatabase } from "#db/testing.ts";
import { createLogger } from "../../log.ts";
import type { Engine } from "../engine.ts";
import { engineOf, prepare, request } from "../testing/engine-of.ts";
import { planFrom, setFields } from "../testing/plans.ts";
import { type RedisServer, redisServer } from "../testing/redis-server.ts";
import { until } from "../testing/until.ts";
import { type Cluster, joinCluster } from "./join-cluster.ts";

const database = testDatabase();
let redis: RedisServer;
const opened: { engine: Engine; cluster: Cluster }[] = [];

const open = async (drivesRuns: boolean) => {
  const cluster = joinCluster({ redisUrl: redis.url, space: "test", drivesRuns, log: createLogger("error") });
  const settings = { leaseSeconds: 2, pollMs: 50 };
  const engine = engineOf(database.databases.engine, { cluster, settings, installation: `p${opened.length}` });
  opened.push({ engine, cluster });
  await until("the process has joined", () => (cluster.isReady() ? true : null));
  return engine;
};

const adds = planFrom({ t: { type: "manual" }, a: setFields({ n: "trigger.n + 1" }) }, ["t > a"]);

/** A request that nothing answers: the run stays in the hands of who drives it. */
const waits = planFrom({ t: { type: "manual" }, h: { type: "http-request", config: { url: "https://example.com" } } }, [
  "t > h",
]);

beforeAll(async () => {
  redis = await redisServer();
  await prepare(database.url, adds);
  await prepare(database.url, waits);
});

afterEach(async () => {
  for (const { engine, cluster } of opened.splice(0)) {
    await engine.stop();
    await cluster.close();
  }
});

afterAll(() => redis.stop());

test("a run that one process accepts is driven by another, and its caller is told how it ended", async () => {
  const web = await open(false);
  await open(true);
  const { runId, ended } = await web.start(request(adds, { n: 1 }));
  expect(await ended).toMatchObject({ status: "succeeded", output: { n: 2 } });
  const [row] = await database.databases.engine`select epoch, attempts from runs where id = ${runId}`;
  expect(row).toMatchObject({ epoch: 2 });
});

test("a run that is accepted while Redis is gone is driven all the same, and its caller hears of it", async () => {
  const web = await open(false);
  await open(true);
  await redis.kill();
  const { ended } = await web.start(request(adds, { n: 5 }));
  expect(await ended).toMatchObject({ status: "succeeded", output: { n: 6 } });
  await redis.start();
});

test("processes stop while Redis is gone, and hand back what they drive", async () => {
  const worker = await open(true);
  const web = await open(false);
  const { runId } = await web.start(request(waits, {}));
  await until("the run is driven", async () => {
    const [row] = await database.databases.engine`select owner from runs where id = ${runId}`;
    return row?.owner ? true : null;
  });
  await redis.kill();
  await worker.stop();
  for (const { cluster } of opened) await cluster.close();
  const [row] = await database.databases.engine`
    select status, lease_until <= now() as "isFree" from runs where id = ${runId}`;
  expect(row).toEqual({ status: "running", isFree: true });
  await redis.start();
});
