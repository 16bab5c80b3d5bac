import { expect, test } from "vitest";
import type { SettledEffect } from "#core/effects/effect.ts";
import { openDatabases } from "#db/client.ts";
import { testDatabase } from "#db/testing.ts";
import { cuttableProxy } from "./testing/cuttable-proxy.ts";
import { engineOf, journalOf, request } from "./testing/engine-of.ts";
import { chainOfFive, planFrom } from "./testing/plans.ts";
import { until } from "./testing/until.ts";

const database = testDatabase();

test("while the database is gone nothing is accepted, runs in flight hold what they have to write, and all of it is there afterwards", async () => {
  const proxy = await cuttableProxy(database.url);
  const databases = openDatabases(proxy.url, { app: 1, engine: 4 });
  const answers: PromiseWithResolvers<SettledEffect>[] = [];
  const engine = engineOf(databases.engine, {
    interpret: () => {
      const answer = Promise.withResolvers<SettledEffect>();
      answers.push(answer);
      return answer.promise;
    },
  });
  const calls = planFrom(
    {
      t: { type: "manual" },
      h: { type: "http-request", config: { url: "https://example.com" } },
      i: { type: "http-request", config: { url: "https://example.com" } },
      z: { type: "no-op" },
    },
    ["t > h > i > z"],
  );
  const inFlight = await Promise.all(Array.from({ length: 5 }, () => engine.start(request(calls))));
  await until("all effects are asked", () => (answers.length === 5 ? true : null));
  await proxy.cut();
  await expect(engine.start(request(chainOfFive(), { body: { n: 1 } }))).rejects.toMatchObject({ code: "unavailable" });
  for (const answer of answers) answer.resolve({ ok: true, value: { status: 200, headers: {}, body: "kept" } });
  await expect(engine.start(request(chainOfFive(), { body: { n: 1 } }))).rejects.toMatchObject({ code: "unavailable" });
  // Barrier: the second effect waits until the first one's result is durable.
  expect(answers).toHaveLength(5);
  await proxy.mend();
  await until("the second effects are asked", () => (answers.length === 10 ? true : null));
  for (const answer of answers) answer.resolve({ ok: true, value: { status: 200, headers: {}, body: "again" } });
  for (const { ended, runId } of inFlight) {
    expect(await ended).toMatchObject({ status: "succeeded", output: { body: "again" } });
    const events = await journalOf(databases.engine, runId);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at + 1));
  }
  const again = await engine.start(request(chainOfFive(), { body: { n: 1 } }));
  expect(await again.ended).toMatchObject({ status: "succeeded" });
  const [count] = await databases.engine`select count(*)::int as runs from runs`;
  expect(count?.runs).toBe(6);
  await engine.stop();
  await databases.close();
  await proxy.close();
});
