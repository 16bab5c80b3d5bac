import { afterEach, describe, expect, test } from "vitest";
import type { Json } from "#core/json/json.ts";
import { testDatabase } from "#db/testing.ts";
import type { Engine } from "./engine.ts";
import { engineOf, journalOf, request } from "./testing/engine-of.ts";
import { chainOfFive, expr, planFrom, setFields } from "./testing/plans.ts";

const database = testDatabase();
const engines: Engine[] = [];
const open = (...[options]: Parameters<typeof engineOf> extends [unknown, ...infer R] ? R : never) => {
  const engine = engineOf(database.databases.engine, options);
  engines.push(engine);
  return engine;
};

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.stop()));
});

describe("a run", () => {
  test("goes through its steps and gives the last output", async () => {
    const engine = open();
    const run = await engine.start(request(chainOfFive(), { method: "POST", body: { n: 1 } }));
    const end = await run.ended;
    expect(end).toMatchObject({ status: "succeeded", output: { n1: 2, n5: 6 } });
    const events = await journalOf(database.databases.engine, run.runId);
    expect(events.map((event) => event.type)).toEqual([
      "run.started",
      ...Array(6).fill("activation.emitted"),
      "run.succeeded",
    ]);
    expect(events.map((event) => event.seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});
