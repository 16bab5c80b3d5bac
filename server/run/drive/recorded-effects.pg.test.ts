import { afterAll, beforeAll, expect, test } from "vitest";
import type { SettledEffect } from "#core/effects/effect.ts";
import { failure } from "#core/failure.ts";
import { testDatabase } from "#db/testing.ts";
import type { Engine } from "../engine.ts";
import { engineOf, journalOf, prepare, request } from "../testing/engine-of.ts";
import { expr, planFrom } from "../testing/plans.ts";
import type { Interpret } from "./drive.ts";

const database = testDatabase();
const engines: Engine[] = [];
const open = (interpret: Interpret) => {
  const engine = engineOf(database.databases.engine, { interpret });
  engines.push(engine);
  return engine;
};
const untouched: Interpret = () => {
  throw new Error("The world was asked.");
};
const answer = (body: string): SettledEffect => ({ ok: true, value: { status: 200, headers: {}, body } });

const boxed = {
  t: { type: "manual" },
  e: { type: "each", config: { list: expr("trigger.items"), result: expr("steps.h.body") } },
  h: {
    type: "http-request",
    parent: "e",
    config: { url: "https://example.com" },
    handling: { attempts: 2, delaySeconds: 0.1 },
  },
};
const quick = planFrom(boxed, ["t > e"]);
const plan = planFrom({ ...boxed, w: { type: "wait", config: { amount: 1, unit: "days" } } }, ["t > e > w"]);

beforeAll(async () => {
  for (const one of [plan, quick]) await prepare(database.url, one);
});
afterAll(async () => {
  await Promise.all(engines.map((engine) => engine.stop()));
});

test("a run with the effects of another one gives what that one gave, asks the world nothing and waits for nothing", async () => {
  const gone: SettledEffect = { ok: false, failure: failure("network", "Gone.", { retryable: true }) };
  const answers = [answer("one"), gone, answer("two")];
  const real = open(() => Promise.resolve(answers.shift() as SettledEffect));
  const first = await real.start(request(quick, { items: [1, 2] }));
  expect(await first.ended).toMatchObject({ output: ["one", "two"] });
  const again = await open(untouched).start(
    request(plan, { items: [1, 2] }, { mode: "test", recordedFrom: first.runId }),
  );
  expect(await again.ended).toMatchObject({ status: "succeeded", output: ["one", "two"] });
  const tries = (await journalOf(database.databases.engine, again.runId)).filter(
    ({ type }) => type === "attempt.failed",
  );
  expect(tries).toHaveLength(1);
});

test("an effect that the other run never had is a failure that says so", async () => {
  const first = await open(() => Promise.resolve(answer("one"))).start(request(quick, { items: [1] }));
  await first.ended;
  const again = await open(untouched).start(
    request(quick, { items: [1, 2] }, { mode: "test", recordedFrom: first.runId }),
  );
  expect(await again.ended).toMatchObject({
    status: "failed",
    failure: {
      code: "input",
      details: { runId: first.runId },
      message: expect.stringContaining("GET https://example.com"),
    },
  });
});
