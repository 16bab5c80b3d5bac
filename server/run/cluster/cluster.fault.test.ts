import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { RunEvent } from "#core/schedule/event.ts";
import { testDatabase } from "#db/testing.ts";
import { createLogger } from "../../log.ts";
import type { Engine } from "../engine.ts";
import { engineOf, journalOf, prepare, request } from "../testing/engine-of.ts";
import { planFrom, setFields, workspaceId } from "../testing/plans.ts";
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

beforeAll(async () => {
  redis = await redisServer();
  await prepare(database.url, adds);
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

test("whoever follows a run in one process hears every event that another one writes, in order", async () => {
  const web = await open(false);
  await open(true);
  const { runId, ended } = await web.start(request(adds, { n: 1 }));
  const heard: RunEvent[] = [];
  let isTold = false;
  const stop = web.live.followRun(workspaceId, runId, (events) => {
    heard.push(...events);
    isTold ||= events.length === 0;
  });
  await ended;
  await until("all is heard, or that something was missed", () =>
    isTold || heard.some(({ type }) => type === "run.succeeded") ? true : null,
  );
  stop();
  expect((await journalOf(database.databases.engine, runId)).length).toBeGreaterThan(2);
});
