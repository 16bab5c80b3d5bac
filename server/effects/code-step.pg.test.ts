import { afterAll, beforeAll, expect, test } from "vitest";
import type { NodeId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import { nodeRegistry } from "#core/nodes/registry.ts";
import type { ActivationId } from "#core/schedule/event.ts";
import { testDatabase } from "#db/testing.ts";
import { createJail } from "../jail/jail.ts";
import { createLogger } from "../log.ts";
import type { Engine } from "../run/engine.ts";
import { engineOf, journalOf, prepare, request } from "../run/testing/engine-of.ts";
import { expr, planFrom, setFields } from "../run/testing/plans.ts";
import { replayStep } from "../run/trial/replay-step.ts";
import { interpretEffect } from "./interpret-effect.ts";

const database = testDatabase();
const jail = createJail({ log: createLogger("silent"), memoryMbMax: 64 });
let scripts = 0;
let engine: Engine;
/** The engine with the jail of the product, counting what it runs. */
beforeAll(() => {
  engine = engineOf(database.databases.engine, {
    interpret: (effect, { workspaceId, ...context }) =>
      interpretEffect({
        sendHttp: () => Promise.reject(new Error("no requests here")),
        loadFile: async () => null,
        code: {
          runScript: (script, signal) => {
            scripts += 1;
            return jail.run(workspaceId, script, signal);
          },
          limits: { timeoutMsMax: 10_000, memoryMbMax: 64 },
        },
      })(effect, context),
  });
});
afterAll(async () => {
  await engine.stop();
  await jail.stop();
});

async function ran(source: string, input: Json) {
  const plan = planFrom(
    {
      t: { type: "manual" },
      c: { type: "code", config: { source, values: [{ name: "rate", value: expr("trigger.rate") }] } },
      after: setFields({ got: "input.total" }),
    },
    ["t > c > after"],
  );
  await prepare(database.url, plan);
  const { runId, ended } = await engine.start(request(plan, input));
  const end = await ended;
  const events = await journalOf(database.databases.engine, runId);
  const facts = { id: runId, workflowId: "wf_engine", mode: "live", startedAt: new Date(0).toISOString() } as const;
  const recording = { plan, registry: nodeRegistry, facts, events, blobs: new Map<string, Json>() };
  return { end, events, step: replayStep(recording, "n_c" as NodeId) };
}

test("a script's result is in the journal with its console, and looking at the step runs nothing", async () => {
  scripts = 0;
  const source = 'const total = input.amount * rate;\nconsole.info("total", total);\nreturn { total };';
  const { end, events, step } = await ran(source, { amount: 4, rate: 0.5 });
  expect(end.status).toBe("succeeded");
  const after: ActivationId = "n_after" as NodeId;
  expect(events.find((event) => event.type === "activation.emitted" && event.activation === after)).toMatchObject({
    output: { value: { got: 2 } },
  });
  expect(step.config).toMatchObject({ values: [{ name: "rate", value: 0.5 }] });
  expect(step.effects).toEqual([
    {
      kind: "code",
      summary: "Run the script",
      ms: expect.any(Number),
      result: {
        ok: { value: { total: 2 }, console: [{ level: "info", text: "total 2" }], ms: expect.any(Number) },
      },
    },
  ]);
  expect(scripts).toBe(1);
});

test("a run fails as its script does, and the failure carries the line and the console", async () => {
  const { end, events, step } = await ran('console.log("before");\nreturn input.lines.length;', { rate: 1 });
  expect(end.status).toBe("failed");
  const expected = { code: "script", details: { line: 2, console: [{ level: "log", text: "before" }] } };
  expect(events.find((event) => event.type === "activation.failed")).toMatchObject({ failure: expected });
  expect(step.effects).toMatchObject([{ kind: "code", result: { failure: expected } }]);
});

test("texts that no database likes come through: zero characters and half pairs", async () => {
  const odd = "a\u0000b\ud800";
  const { end, step } = await ran("console.log(input.odd); return { total: input.odd };", { odd, rate: 1 });
  expect(end.status).toBe("succeeded");
  expect(step.effects).toMatchObject([{ result: { ok: { value: { total: odd }, console: [{ text: odd }] } } }]);
  const thrown = await ran("console.log(input.odd); throw new Error(input.odd);", { odd, rate: 1 });
  expect(thrown.end.status).toBe("failed");
  expect(thrown.step.effects).toMatchObject([
    { result: { failure: { message: `Line 1: ${odd}`, details: { console: [{ text: odd }] } } } },
  ]);
});

test("a run that is cancelled ends its script at once", async () => {
  const plan = planFrom(
    { t: { type: "manual" }, c: { type: "code", config: { source: "for (;;);", timeoutSeconds: 10 } } },
    ["t > c"],
  );
  await prepare(database.url, plan);
  const { runId, ended } = await engine.start(request(plan, null));
  const { workspaceId } = request(plan, null);
  await engine.cancel(workspaceId, runId, "user_1");
  expect((await ended).status).toBe("cancelled");
  // Its place is free again long before its time would have been over.
  const others = Array.from({ length: 8 }, () =>
    jail.run(workspaceId, { source: "return 1;", given: new Map(), timeoutMs: 5_000, memoryBytes: 1024 * 1024 }),
  );
  for (const other of await Promise.all(others)) expect(other).toMatchObject({ ok: true, answer: { value: 1 } });
});
