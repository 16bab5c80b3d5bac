import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunId } from "#core/id.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "#db/embedded.ts";
import { migrateDatabase } from "#db/migrate.ts";
import { type CountingServer, countingServer } from "../testing/counting-server.ts";
import { journalOf, prepare } from "../testing/engine-of.ts";
import { finalState } from "../testing/final-state.ts";
import { isLong } from "../testing/length.ts";
import { type SpawnedEngine, spawnEngine } from "../testing/spawn-engine.ts";
import { until } from "../testing/until.ts";
import { unattended, worldAnswers } from "./every-kind.ts";

const restarts = isLong ? 20 : 4;

let folder: string;
let server: EmbeddedPostgres;
let world: CountingServer;
let engine: SpawnedEngine;
let sql: Sql;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "heddle-restarts-"));
  await chmod(folder, 0o755);
  world = await countingServer(worldAnswers());
  // A server of its own, which may be killed. What it has committed must survive, so nothing is given up but fsync.
  server = await startEmbeddedPostgres({
    dataDir: folder,
    password: "restarts",
    say: () => undefined,
    overrides: { fsync: "off" },
  });
  await migrateDatabase(server.url);
  sql = postgres(server.url, { max: 2, onnotice: () => undefined, backoff: () => 0.1 });
});

afterAll(async () => {
  await engine?.kill();
  await sql?.end({ timeout: 1 });
  await server?.stop();
  await world?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Asks until the database answers: it may be restarting. */
const ask = <T>(what: string, query: () => Promise<T>) =>
  until(what, () =>
    query().then(
      (value) => ({ value }),
      () => null,
    ),
  ).then(({ value }) => value);

test("a database that is restarted again and again under load costs no accepted trigger, and every run ends", async () => {
  const { plan, input } = unattended(world.host);
  await prepare(server.url, plan);
  engine = await spawnEngine({
    databaseUrl: server.url,
    installation: "load",
    allowedHost: world.host,
    settings: { pollMs: 50, parkAfterMs: 200, leaseSeconds: 5 },
  });
  const told = () => {
    const accepted: RunId[] = [];
    let refused = 0;
    for (const message of engine.said) {
      if ("accepted" in message) accepted.push(message.accepted);
      if ("refused" in message) refused += 1;
    }
    return { accepted, refused };
  };
  let asked = 0;
  let isLoaded = true;
  const load = (async () => {
    while (isLoaded) {
      engine.start({ plan, inputs: [input, input, input] });
      asked += 3;
      await delay(30);
    }
  })();
  for (let at = 0; at < restarts; at++) {
    const before = told().accepted.length;
    await until("runs are accepted between two restarts", () => (told().accepted.length > before + 5 ? true : null));
    const pid = server.pid();
    // Now as an administrator does it, now as a crash.
    process.kill(pid, at % 2 === 0 ? "SIGINT" : "SIGKILL");
    await until("another server process is there", () => (server.pid() !== pid ? true : null));
  }
  isLoaded = false;
  await load;
  await until("every trigger is answered", () => {
    const { accepted, refused } = told();
    return accepted.length + refused === asked ? true : null;
  });
  const { accepted, refused } = told();
  await until("all accepted runs end", async () => {
    const [row] = await ask(
      "the database answers",
      () => sql<{ open: number; found: number }[]>`
      select count(*) filter (where ended_at is null)::int as open, count(*)::int as found
      from runs where id = any(${accepted}::text[])`,
    );
    expect(row?.found).toBe(accepted.length);
    return row?.open === 0 ? true : null;
  });
  for (const runId of accepted) expect(finalState(await journalOf(sql, runId), runId).end).toBe("run.succeeded");
  process.stdout.write(`${restarts} restarts: ${accepted.length} runs accepted and ended, ${refused} refused.\n`);
  expect(accepted.length).toBeGreaterThan(restarts * 5);
});
