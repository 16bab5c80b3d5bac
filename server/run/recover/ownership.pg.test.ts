import { afterEach, beforeAll, describe, expect, test } from "vitest";
import type { RunId, WorkspaceId } from "#core/id.ts";
import { openDatabases } from "#db/client.ts";
import { claimAbandonedRuns } from "#db/queries/runs.ts";
import { testDatabase } from "#db/testing.ts";
import type { Engine } from "../engine.ts";
import { cuttableProxy } from "../testing/cuttable-proxy.ts";
import { engineOf, journalOf, prepare, request } from "../testing/engine-of.ts";
import { heldEffects } from "../testing/held-effects.ts";
import { planFrom, workspaceId } from "../testing/plans.ts";
import { until } from "../testing/until.ts";

const database = testDatabase();
const engines: Engine[] = [];
const open = (options: Parameters<typeof engineOf>[1] = {}) => {
  const settings = { pollMs: 10, stopGraceMs: 20, ...options.settings };
  const engine = engineOf(database.databases.engine, { ...options, settings });
  engines.push(engine);
  return engine;
};
const close = async (engine: Engine) => {
  engines.splice(engines.indexOf(engine), 1);
  await engine.stop();
};

const calls = planFrom({ t: { type: "manual" }, h: { type: "http-request", config: { url: "https://example.com" } } }, [
  "t > h",
]);
const waits = (seconds: number) =>
  planFrom({ t: { type: "manual" }, w: { type: "wait", config: { amount: seconds, unit: "seconds" } } }, ["t > w"]);

const rowOf = async (runId: RunId) => {
  const [row] = await database.databases.engine`select * from runs where id = ${runId}`;
  return row;
};
const statusIs = (runId: RunId, status: string) =>
  until(`${runId} is ${status}`, async () => ((await rowOf(runId))?.status === status ? true : null));

/** Runs at work whose process is gone, after so many claims without progress. */
async function orphans(count: number, attempts: number): Promise<readonly RunId[]> {
  const effects = heldEffects();
  const engine = open({ interpret: effects.interpret });
  const runs: RunId[] = [];
  for (let n = 0; n < count; n++) runs.push((await engine.start(request(calls))).runId);
  await until("all are at work", () => (effects.asked.length === count ? true : null));
  await close(engine);
  await database.databases.engine`update runs set attempts = ${attempts} where id = any(${runs}::text[])`;
  return runs;
}

beforeAll(async () => {
  for (const plan of [calls, waits(3_600), waits(0.05)]) await prepare(database.url, plan);
});

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.stop()));
  await database.databases.engine`update runs set status = 'cancelled' where status not in ('succeeded', 'failed')`;
});

describe("a run that ended three processes", () => {
  test("is put into quarantine with the reason, and nobody drives it", async () => {
    const [runId] = (await orphans(1, 3)) as [RunId];
    const effects = heldEffects();
    open({ interpret: effects.interpret, installation: "other" });
    await statusIs(runId, "quarantined");
    expect(await rowOf(runId)).toMatchObject({ owner: null, lease_until: null, failure: { code: "internal" } });
    const events = await journalOf(database.databases.engine, runId);
    expect(events.at(-1)).toMatchObject({ type: "run.quarantined", attempts: 3, seq: events.length });
    const { runId: next } = await open({ interpret: effects.interpret }).start(request(calls));
    await until("others are driven", () => (effects.asked.includes(next) ? true : null));
    expect(effects.asked).not.toContain(runId);
  });

  test("goes on at once from where it was when somebody resumes it", async () => {
    const [runId] = (await orphans(1, 3)) as [RunId];
    const effects = heldEffects();
    const engine = open({ interpret: effects.interpret, installation: "other", settings: { leaseSeconds: 3_600 } });
    await statusIs(runId, "quarantined");
    await engine.resume(workspaceId, runId, "user_1");
    await until("it is at work", () => (effects.asked.includes(runId) ? true : null));
    expect(await rowOf(runId)).toMatchObject({ status: "running", attempts: 1, failure: null });
    effects.settleAll();
    await statusIs(runId, "succeeded");
    const types = (await journalOf(database.databases.engine, runId)).map(({ type }) => type);
    expect(types.slice(-5)).toEqual([
      "run.quarantined",
      "run.resumed",
      "effect.settled",
      "activation.emitted",
      "run.succeeded",
    ]);
  });

  test("can be cancelled where it is", async () => {
    const [runId] = (await orphans(1, 3)) as [RunId];
    const engine = open({ installation: "other" });
    await statusIs(runId, "quarantined");
    await engine.cancel(workspaceId, runId, "user_1");
    expect((await rowOf(runId))?.status).toBe("cancelled");
    const events = await journalOf(database.databases.engine, runId);
    expect(events.slice(-2).map(({ type }) => type)).toEqual(["run.cancel-requested", "run.cancelled"]);
  });

  test("is the only one that is resumed: another workspace's answers like one that is not there", async () => {
    const engine = open({ interpret: heldEffects().interpret });
    const { runId } = await engine.start(request(calls));
    await expect(engine.resume(workspaceId, runId, "user_1")).rejects.toMatchObject({ code: "conflict" });
    const elsewhere = engine.resume("ws_other" as WorkspaceId, runId, "user_1");
    await expect(elsewhere).rejects.toMatchObject({ code: "not_found" });
  });
});

test("runs that two processes died with are driven one at a time, so that none is blamed for another", async () => {
  const runs = await orphans(4, 2);
  const effects = heldEffects();
  open({ interpret: effects.interpret, installation: "other" });
  for (let turn = 0; turn < runs.length; turn++) {
    await until("the next is at work", () => (effects.asked.length > turn ? true : null));
    const [row] = await database.databases.engine`
      select count(*)::int as runs from runs where id = any(${runs as RunId[]}::text[]) and attempts = 3`;
    expect(row?.runs).toBe(1);
    expect(effects.asked).toHaveLength(turn + 1);
    effects.settle(effects.asked[turn] as RunId);
  }
  for (const runId of runs) await statusIs(runId, "succeeded");
});

test("a run that was claimed by a process that died before it drove it is taken over and ends", async () => {
  const [runId] = (await orphans(1, 0)) as [RunId];
  const dead = { owner: "dead/1", leaseSeconds: 1, limit: 10, installation: null, held: [] };
  const claimed = await claimAbandonedRuns(database.databases.engine, dead);
  expect(claimed.map(({ id }) => id)).toEqual([runId]);
  const effects = heldEffects();
  open({ interpret: effects.interpret, installation: "other", settings: { leaseSeconds: 1 } });
  effects.settleAll();
  await statusIs(runId, "succeeded");
  expect((await rowOf(runId))?.epoch).toBe(3);
});

describe("a stop", () => {
  test("hands back what does not end and claims nothing more, and what waits is left to others", async () => {
    const effects = heldEffects();
    const engine = open({ interpret: effects.interpret, settings: { drivesMax: 2, stopGraceMs: 300 } });
    const started = await Promise.all(Array.from({ length: 5 }, () => engine.start(request(calls))));
    await until("two are at work", () => (effects.asked.length === 2 ? true : null));
    const stopping = close(engine);
    // One ends while the engine stops, and makes room.
    effects.settle(effects.asked[0] as RunId);
    await stopping;
    expect(effects.asked).toHaveLength(2);
    const rows = await Promise.all(started.map(async ({ runId }) => (await rowOf(runId))?.status));
    expect(rows.toSorted()).toEqual(["queued", "queued", "queued", "running", "succeeded"]);
    const { lease_until } = (await rowOf(effects.asked[1] as RunId)) ?? {};
    expect(lease_until.getTime()).toBeLessThan(Date.now());
    await expect(engine.start(request(calls))).rejects.toMatchObject({ code: "unavailable" });
  });

  test("ends within 20 seconds though the database does not answer", async () => {
    const proxy = await cuttableProxy(database.url);
    const databases = openDatabases(proxy.url, { app: 1, engine: 2 });
    const effects = heldEffects();
    const engine = engineOf(databases.engine, { interpret: effects.interpret, settings: { stopGraceMs: 5_000 } });
    await engine.start(request(calls));
    proxy.freeze();
    effects.settleAll();
    await engine.stop();
    await proxy.close();
    await databases.close();
  }, 20_000);
});

describe("cancelling", () => {
  test("reaches a run that another process drives", async () => {
    const effects = heldEffects();
    const { runId, ended } = await open({ interpret: effects.interpret }).start(request(calls));
    await until("it is at work", () => (effects.asked.includes(runId) ? true : null));
    await open({ installation: "other" }).cancel(workspaceId, runId, "user_1");
    expect((await ended).status).toBe("cancelled");
    await statusIs(runId, "cancelled");
  });

  test("ends a queued run that nobody has driven, and its caller hears of it", async () => {
    const effects = heldEffects();
    const engine = open({ interpret: effects.interpret, settings: { drivesMax: 1 } });
    await engine.start(request(calls));
    const { runId, ended } = await engine.start(request(calls));
    await engine.cancel(workspaceId, runId, "user_1");
    expect((await ended).status).toBe("cancelled");
    expect(effects.asked).not.toContain(runId);
  });

  test("says so when there is no such run", async () => {
    const missing = open().cancel(workspaceId, "run_0000000000000000000000000000000f" as RunId, "user_1");
    await expect(missing).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("a process whose clock is an hour off", () => {
  test.each([-3_600_000, 3_600_000])("by %d ms writes the database's time and wakes runs at theirs", async (off) => {
    const rawClock = () => Date.now() + off;
    const engine = open({ rawClock, settings: { parkAfterMs: 20, leaseSeconds: 1 } });
    const { runId, ended } = await engine.start(request(waits(0.05)));
    expect((await ended).status).toBe("succeeded");
    const [row] = await database.databases.engine`
      select max(abs(extract(epoch from at - now()))) as off from events where run_id = ${runId}`;
    expect(Number(row?.off)).toBeLessThan(60);
    const [id] = await database.databases.engine`
      select abs(extract(epoch from started_at - now())) as off from runs
      where id = ${runId} and id >= run_id_at(now() - interval '1 minute') and id < run_id_at(now() + interval '1 minute')`;
    expect(Number(id?.off)).toBeLessThan(60);
  });

  test("that is set by an hour while it runs neither loses its runs nor takes those of others", async () => {
    const [mine, theirs] = [heldEffects(), heldEffects()];
    let off = 0;
    const settings = { leaseSeconds: 1 };
    const one = open({ interpret: mine.interpret, settings, rawClock: () => Date.now() + off });
    const two = open({ interpret: theirs.interpret, settings, installation: "other" });
    const [here, there] = [await one.start(request(calls)), await two.start(request(calls))];
    off = 3_600_000;
    const renewed = async () => {
      const [row] = await database.databases.engine`
        select bool_and(lease_until > started_at + interval '2 s') as "isRenewed" from runs
        where id in (${here.runId}, ${there.runId})`;
      return row?.isRenewed ? true : null;
    };
    await until("both have renewed their leases", renewed);
    mine.settleAll();
    theirs.settleAll();
    expect([(await here.ended).status, (await there.ended).status]).toEqual(["succeeded", "succeeded"]);
    expect([mine.asked, theirs.asked]).toEqual([[here.runId], [there.runId]]);
  });
});
