import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { WorkspaceId } from "#core/id.ts";
import { openDatabases } from "#db/client.ts";
import { testDatabase } from "#db/testing.ts";
import { createEgress, type Egress } from "../../egress/create-egress.ts";
import { createLogger } from "../../log.ts";
import { createBreakers } from "./create-breakers.ts";
import { type Called, type Caller, spawnCaller } from "./testing/spawn-caller.ts";

const database = testDatabase();
const workspaceId = "ws_breaker1" as WorkspaceId;
const log = createLogger("silent");
const request = { method: "GET", headers: {}, body: null, timeoutMs: 5_000, followRedirects: false };

/** Two processes that call the same host, each with what it remembers and its own connections. */
let processes: Caller[] = [];
let egress: Egress;
let service: Server;
/** What the service answers, and how often it was asked. */
let answers: (number | "hang up" | { readonly status: number; readonly headers: Record<string, string> })[] = [];
let asked = 0;
let held: (() => void)[] = [];
let isHolding = false;

beforeAll(async () => {
  await database.databases.app.$client.begin(async (sql) => {
    await sql`select set_config('heddle.workspace_id', ${workspaceId}, true)`;
    await sql`insert into workspaces (workspace_id, name) values (${workspaceId}, 'Breaker')`;
  });
  service = createServer((_request, response) => {
    asked += 1;
    const answer = answers.shift() ?? 200;
    const give = () => {
      if (answer === "hang up") response.destroy();
      else if (typeof answer === "number") response.writeHead(answer).end();
      else response.writeHead(answer.status, answer.headers).end();
    };
    if (isHolding) held.push(give);
    else give();
  });
  service.listen(0, "127.0.0.1");
  await once(service, "listening");
  egress = createEgress({ allowedInternalHosts: [host()] });
  processes = await Promise.all([0, 1].map(spawn));
});

beforeEach(async () => {
  await database.databases.engine`delete from breakers`;
  answers = [];
  asked = 0;
  held = [];
  isHolding = false;
});

afterAll(async () => {
  await Promise.all(processes.map((process) => process.kill()));
  await egress.close();
  service.closeAllConnections();
  service.close();
});

const host = () => `127.0.0.1:${(service.address() as AddressInfo).port}`;

const spawn = () => spawnCaller({ databaseUrl: database.url, workspaceId, host: host() });

async function callTo(process: number, url = `http://${host()}/orders?id=7`): Promise<Called> {
  const caller = processes[process];
  if (!caller) throw new Error(`There is no process ${process}.`);
  return await caller.call(url);
}

/** Status, or the code of the failure. */
async function call(process: number): Promise<number | string> {
  const called = await callTo(process);
  return "status" in called ? called.status : called.failure.code;
}

async function breaker() {
  const [row] = await database.databases.engine<{ state: string; openings: number; leftSeconds: number | null }[]>`
    select state, openings, round(extract(epoch from open_until - now()))::int as "leftSeconds" from breakers`;
  return row;
}

async function open(): Promise<void> {
  answers = [500, 500, 500, 500, 500];
  for (let at = 0; at < 5; at++) await call(at % 2);
  asked = 0;
}

/** Lets the time pass for which it is open. */
const pass = () => database.databases.engine`update breakers set open_until = now() - interval '1 millisecond'`;

test("the fifth failure in a row over all processes opens it; then nothing is sent by any of them", async () => {
  answers = [500, "hang up", 503, 429, 500];
  expect(await call(0)).toBe(500);
  expect(await call(1)).toBe("network");
  expect(await call(0)).toBe(503);
  expect(await call(1)).toBe(429);
  expect((await breaker())?.state).toBe("closed");
  expect(await call(0)).toBe(500);
  expect(await breaker()).toEqual({ state: "open", openings: 1, leftSeconds: 30 });
  expect([await call(0), await call(1)]).toEqual(["breaker", "breaker"]);
  expect(asked).toBe(5);
});

test("what it answers says when to come back and can be tried again", async () => {
  await open();
  const called = await callTo(1);
  expect(called).toMatchObject({ failure: { code: "breaker", retryable: true, details: { host: host() } } });
  const { retryAfterMs } = ("failure" in called ? called.failure.details : {}) as { retryAfterMs: number };
  expect(retryAfterMs).toBeGreaterThan(20_000);
  expect(retryAfterMs).toBeLessThanOrEqual(30_000);
});

test("one that works in between begins the count anew, whichever process it is", async () => {
  answers = [500, 500, 500, 500, 404, 500];
  for (let at = 0; at < 6; at++) await call(at % 2);
  expect((await breaker())?.state).toBe("closed");
  expect(await call(1)).toBe(200);
  expect(await breaker()).toBeUndefined();
});

test("when its time is over, one request over both processes is let through while the others are refused", async () => {
  await open();
  await pass();
  isHolding = true;
  const calls = Promise.all(Array.from({ length: 20 }, (_, at) => call(at % 2)));
  await expect.poll(() => held.length).toBe(1);
  expect(await call(0)).toBe("breaker");
  expect(await call(1)).toBe("breaker");
  expect((await breaker())?.state).toBe("half-open");
  for (const give of held) give();
  const outcomes = await calls;
  expect(outcomes.filter((outcome) => outcome === 200)).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome === "breaker")).toHaveLength(19);
  expect(asked).toBe(1);
});

test("a probe that works closes it for all", async () => {
  await open();
  await pass();
  expect(await call(1)).toBe(200);
  expect(await breaker()).toBeUndefined();
  expect(await call(0)).toBe(200);
});

test("a probe that fails opens it for twice as long, up to five minutes", async () => {
  await open();
  const lengths: (number | null | undefined)[] = [];
  for (let at = 0; at < 5; at++) {
    await pass();
    answers = [502];
    expect(await call(at % 2)).toBe(502);
    lengths.push((await breaker())?.leftSeconds);
  }
  expect(lengths).toEqual([60, 120, 240, 300, 300]);
  expect(asked).toBe(5);
});

test("a probe whose process is killed leaves the place to another once its time is over", async () => {
  await open();
  await pass();
  isHolding = true;
  void call(0);
  await expect.poll(() => held.length).toBe(1);
  await processes[0]?.kill();
  isHolding = false;
  expect(await call(1)).toBe("breaker");
  await database.databases.engine`update breakers set probe_until = now() - interval '1 millisecond'`;
  expect(await call(1)).toBe(200);
  expect(await breaker()).toBeUndefined();
  processes[0] = await spawn();
});

test("failures that come in after it has opened do not keep it open for longer", async () => {
  isHolding = true;
  answers = Array.from({ length: 10 }, () => 500);
  const calls = Promise.all(Array.from({ length: 10 }, (_, at) => call(at % 2)));
  await expect.poll(() => held.length).toBe(10);
  for (const give of held) give();
  await calls;
  expect(await breaker()).toMatchObject({ state: "open", openings: 1 });
});

test("an answer that says Retry-After, one of 400 to 499, and a refused address are no failures of the host", async () => {
  answers = Array.from({ length: 12 }, (_, at) => (at % 2 ? 404 : { status: 429, headers: { "retry-after": "60" } }));
  for (let at = 0; at < 12; at++) await call(at % 2);
  for (let at = 0; at < 6; at++) {
    expect(await callTo(at % 2, "http://127.0.0.1:1/")).toMatchObject({ failure: { code: "egress" } });
  }
  expect(await database.databases.engine`select 1 from breakers`).toHaveLength(0);
});

test("other workspaces and other hosts are not touched", async () => {
  await open();
  const other = createBreakers({ sql: database.databases.engine, log }).guard("ws_other01" as WorkspaceId, egress.send);
  expect(await other({ ...request, url: `http://${host()}/` })).toMatchObject({ ok: true });
});

test("without a database requests are sent as if there were no breaker", async () => {
  const gone = openDatabases(database.url, { app: 1, engine: 1 });
  await gone.close();
  const send = createBreakers({ sql: gone.engine, log }).guard(workspaceId, egress.send);
  expect(await send({ ...request, url: `http://${host()}/` })).toMatchObject({ ok: true });
});
