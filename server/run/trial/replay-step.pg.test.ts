import { afterAll, expect, test } from "vitest";
import type { Plan } from "#core/compile/plan.ts";
import type { SettledEffect } from "#core/effects/effect.ts";
import { failure } from "#core/failure.ts";
import type { NodeId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import { nodeRegistry } from "#core/nodes/registry.ts";
import type { ActivationId } from "#core/schedule/event.ts";
import { testDatabase } from "#db/testing.ts";
import type { Interpret } from "../drive/drive.ts";
import type { Engine } from "../engine.ts";
import { engineOf, journalOf, prepare, request } from "../testing/engine-of.ts";
import { expr, planFrom, setFields } from "../testing/plans.ts";
import { replayStep } from "./replay-step.ts";

const database = testDatabase();
const engines: Engine[] = [];
afterAll(async () => {
  await Promise.all(engines.map((engine) => engine.stop()));
});

async function ran(plan: Plan, input: Json, interpret?: Interpret) {
  await prepare(database.url, plan);
  const engine = engineOf(database.databases.engine, interpret ? { interpret } : {});
  engines.push(engine);
  const { runId, ended } = await engine.start(request(plan, input));
  await ended;
  const events = await journalOf(database.databases.engine, runId);
  const facts = { id: runId, workflowId: "wf_engine", mode: "live", startedAt: new Date(0).toISOString() } as const;
  const recording = { plan, registry: nodeRegistry, facts, events, blobs: new Map<string, Json>() };
  return (activation: string) => replayStep(recording, activation as ActivationId);
}

test("a step in a repeat is shown what the round before gave", async () => {
  const plan = planFrom(
    {
      t: { type: "manual" },
      r: { type: "repeat", config: { mode: "until", condition: expr("item.n >= 3"), limit: 10 } },
      s: { ...setFields({ n: "input.n + 1" }), parent: "r" },
    },
    ["t > r"],
  );
  const at = await ran(plan, { n: 0 });
  expect([0, 1, 2].map((round) => at(`n_s:${round}`).input)).toEqual([{ n: 0 }, { n: 1 }, { n: 2 }]);
});

test("the effects of a step are those of its newest try, with how long they took", async () => {
  const answers: SettledEffect[] = [
    { ok: false, failure: failure("network", "Gone.", { retryable: true }) },
    { ok: true, value: { status: 200, headers: {}, body: "done" } },
  ];
  const call: Json = { url: "https://example.com/a" };
  const plan = planFrom(
    { t: { type: "manual" }, h: { type: "http-request", config: call, handling: { attempts: 2, delaySeconds: 0.1 } } },
    ["t > h"],
  );
  const at = await ran(plan, null, () => Promise.resolve(answers.shift() as SettledEffect));
  expect(at("n_h" as NodeId).effects).toEqual([
    {
      kind: "http",
      summary: "GET https://example.com/a",
      ms: expect.any(Number),
      result: { ok: { status: 200, headers: {}, body: "done" } },
    },
  ]);
});

test("a callback address is not shown to whoever looks at a step", async () => {
  const plan = planFrom(
    {
      t: { type: "manual" },
      s: setFields({ to: "run.callbacks.w" }),
      w: { type: "wait-for-signal", config: { limit: "for", amount: 0 } },
    },
    ["t > s > w"],
  );
  const at = await ran(plan, {});
  expect(JSON.stringify(at("n_s").config)).toContain("(callback address)");
  expect(JSON.stringify(at("n_s").config)).not.toContain("/signals/");
});
