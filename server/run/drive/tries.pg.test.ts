import { afterEach, expect, test } from "vitest";
import type { Plan } from "#core/compile/plan.ts";
import type { SettledEffect } from "#core/effects/effect.ts";
import { failure } from "#core/failure.ts";
import type { RunId } from "#core/id.ts";
import type { ActivationId, RunEvent } from "#core/schedule/event.ts";
import { sendToRun } from "#db/queries/inbox.ts";
import { testDatabase } from "#db/testing.ts";
import type { Engine } from "../engine.ts";
import { engineOf, journalOf, prepare, request } from "../testing/engine-of.ts";
import { expr, type NodeSketch, planFrom, workspaceId } from "../testing/plans.ts";
import { until } from "../testing/until.ts";
import type { Interpret } from "./drive.ts";

const database = testDatabase();
const sql = () => database.databases.engine;
const engines: Engine[] = [];
const open = (options: Parameters<typeof engineOf>[1] = {}) => {
  const settings = { parkAfterMs: 50, pollMs: 10, stopGraceMs: 20, ...options.settings };
  const engine = engineOf(sql(), { ...options, settings });
  engines.push(engine);
  return engine;
};
const statusOf = async (runId: RunId) => (await sql()`select status from runs where id = ${runId}`)[0]?.status;
const reaches = (runId: RunId, status: string) =>
  until(`the run is ${status}`, async () => ((await statusOf(runId)) === status ? true : null));
const ofType = <T extends RunEvent["type"]>(events: readonly RunEvent[], type: T) =>
  events.filter((event): event is RunEvent & { type: T } => event.type === type);

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.stop()));
});

const answered: SettledEffect = { ok: true, value: { status: 200, headers: {}, body: "done" } };
const unreachable: SettledEffect = { ok: false, failure: failure("network", "Gone.", { retryable: true }) };
const neverAnswers: Interpret = () => new Promise(() => undefined);

/** Answers one after the other, the last one for ever, and keeps the keys. */
const answering = (...answers: SettledEffect[]) => {
  const keys: string[] = [];
  const interpret: Interpret = (_effect, { idempotencyKey }) => {
    keys.push(idempotencyKey);
    return Promise.resolve(answers[Math.min(keys.length, answers.length) - 1] as SettledEffect);
  };
  return { keys, interpret };
};

const calling = (handling: NodeSketch["handling"], chains = ["t > h > z"]): Plan =>
  planFrom(
    {
      t: { type: "manual" },
      h: { type: "http-request", config: { url: "https://example.com" }, ...(handling ? { handling } : {}) },
      z: { type: "no-op" },
      e: { type: "no-op" },
    },
    chains,
  );
const quick = { attempts: 3, delaySeconds: 0.1 };

test("a step is tried again after each failure that may pass, with the same key, until it works", async () => {
  const plan = calling(quick);
  await prepare(database.url, plan);
  const world = answering(unreachable, unreachable, answered);
  const { runId, ended } = await open({ interpret: world.interpret }).start(request(plan));
  expect((await ended).status).toBe("succeeded");
  expect(world.keys).toEqual([`${runId}/n_h/0`, `${runId}/n_h/0`, `${runId}/n_h/0`]);
  const events = await journalOf(sql(), runId);
  expect(ofType(events, "attempt.failed").map(({ attempt }) => attempt)).toEqual([1, 2]);
  expect(ofType(events, "activation.started").map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
  expect(ofType(events, "effect.settled").map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
});

test("a step that fails every time fails with its last failure and the number of tries", async () => {
  const plan = calling(quick);
  await prepare(database.url, plan);
  const { runId, ended } = await open({ interpret: answering(unreachable).interpret }).start(request(plan));
  expect(await ended).toMatchObject({ status: "failed", failure: { code: "network" } });
  expect(ofType(await journalOf(sql(), runId), "activation.failed")[0]?.attempt).toBe(3);
});

test("a failure that cannot pass is not tried again", async () => {
  const plan = calling(quick);
  await prepare(database.url, plan);
  const refused: SettledEffect = { ok: false, failure: failure("egress", "Not there.") };
  const world = answering(refused);
  expect((await (await open({ interpret: world.interpret }).start(request(plan))).ended).status).toBe("failed");
  expect(world.keys).toHaveLength(1);
});

test("a long pause is rows alone, and the next try is another process's", async () => {
  const plan = calling({ attempts: 2, delaySeconds: 0.5 });
  await prepare(database.url, plan);
  const first = open({ interpret: answering(unreachable).interpret });
  const { runId } = await first.start(request(plan));
  await reaches(runId, "waiting");
  await first.stop();
  const world = answering(answered);
  open({ installation: "other", interpret: world.interpret });
  await reaches(runId, "succeeded");
  expect(world.keys).toEqual([`${runId}/n_h/0`]);
  const [failed] = ofType(await journalOf(sql(), runId), "attempt.failed");
  const again = ofType(await journalOf(sql(), runId), "activation.started")[1];
  expect(again?.at).toBeGreaterThanOrEqual(failed?.retryAtMs ?? Infinity);
});

test("a try that takes too long is stopped and fails with a time limit", async () => {
  const plan = calling({ timeoutSeconds: 0.1 });
  await prepare(database.url, plan);
  let isAborted = false;
  const interpret: Interpret = (_effect, { signal }) =>
    new Promise(() => {
      signal.addEventListener("abort", () => {
        isAborted = true;
      });
    });
  const { ended } = await open({ interpret }).start(request(plan));
  expect(await ended).toMatchObject({ status: "failed", failure: { code: "timeout", retryable: true } });
  expect(isAborted).toBe(true);
});

test("a step that fails for good gives its fallback value, worked out from what is there, and says why", async () => {
  const plan = calling({ onFailure: "fallback", fallback: expr('{"kept": trigger.n}') });
  await prepare(database.url, plan);
  const { runId, ended } = await open({ interpret: answering(unreachable).interpret }).start(request(plan, { n: 7 }));
  expect(await ended).toMatchObject({ status: "succeeded", output: { kept: 7 } });
  const [, emitted] = ofType(await journalOf(sql(), runId), "activation.emitted");
  expect(emitted).toMatchObject({ activation: "n_h", port: "out", fallbackFor: { code: "network" } });
});

test("a fallback that cannot be worked out is a failure that tells the first one as well", async () => {
  const plan = calling({ onFailure: "fallback", fallback: expr("trigger.none + 1") });
  await prepare(database.url, plan);
  const { ended } = await open({ interpret: answering(unreachable).interpret }).start(request(plan, {}));
  expect(await ended).toMatchObject({
    status: "failed",
    failure: { code: "expression", cause: { code: "network" } },
  });
});

test("after all tries the error port is taken when an edge leads from it", async () => {
  const plan = calling({ ...quick, onFailure: "port" }, ["t > h > z", "h.error > e"]);
  await prepare(database.url, plan);
  const { ended } = await open({ interpret: answering(unreachable).interpret }).start(request(plan));
  expect(await ended).toMatchObject({ status: "succeeded", output: { code: "network" } });
});

const boxed = (handling: NodeSketch["handling"]): Plan =>
  planFrom(
    {
      t: { type: "manual" },
      b: {
        type: "each",
        config: { list: expr("[1, 2]"), result: expr("steps.h.body") },
        ...(handling ? { handling } : {}),
      },
      h: { type: "http-request", parent: "b", config: { url: "https://example.com" } },
      z: { type: "no-op" },
    },
    ["t > b > z"],
  );

test("a container that is tried again begins anew, with none of what its first try had", async () => {
  const plan = boxed({ attempts: 2, delaySeconds: 0.1 });
  await prepare(database.url, plan);
  const world = answering(answered, unreachable, answered);
  const { runId, ended } = await open({ interpret: world.interpret }).start(request(plan));
  expect(await ended).toMatchObject({ status: "succeeded", output: ["done", "done"] });
  expect(world.keys.map((key) => key.slice(runId.length))).toEqual(["/n_h:0/0", "/n_h:1/0", "/n_h:0/0", "/n_h:1/0"]);
  expect(ofType(await journalOf(sql(), runId), "each.opened")).toHaveLength(2);
});

test("a container's time limit stops what runs inside it, after a restart too", async () => {
  const plan = boxed({ timeoutSeconds: 0.4, onFailure: "fallback", fallback: "late" });
  await prepare(database.url, plan);
  const first = open({ interpret: neverAnswers });
  const { runId } = await first.start(request(plan));
  await first.stop();
  expect(await statusOf(runId)).toBe("running");
  open({ interpret: neverAnswers });
  await reaches(runId, "succeeded");
  const events = await journalOf(sql(), runId);
  expect(ofType(events, "activation.emitted").find((event) => event.activation.endsWith("n_b"))).toMatchObject({
    output: { value: "late" },
    fallbackFor: { code: "timeout" },
  });
});

test("an answer of 3 MB is a clear failure, for which a fallback can stand in", async () => {
  const large: SettledEffect = { ok: true, value: { status: 200, headers: {}, body: "x".repeat(3 * 1024 * 1024) } };
  const plain = calling({ attempts: 2, delaySeconds: 0.1 });
  const kept = calling({ onFailure: "fallback", fallback: "too large" });
  for (const plan of [plain, kept]) await prepare(database.url, plan);
  const engine = open({ interpret: answering(large).interpret });
  const failed = await (await engine.start(request(plain))).ended;
  expect(failed).toMatchObject({
    status: "failed",
    failure: { code: "cap", message: expect.stringContaining("2 MB") },
  });
  expect(await (await engine.start(request(kept))).ended).toMatchObject({ status: "succeeded", output: "too large" });
});

test("a container that is tried again finds the signal that its first try was sent, after a restart too", async () => {
  const plan = planFrom(
    {
      t: { type: "manual" },
      b: { type: "each", config: { list: expr("[1]") }, handling: { attempts: 2, delaySeconds: 0.3, retryOn: "any" } },
      w: { type: "wait-for-signal", parent: "b" },
      h: { type: "http-request", parent: "b", config: { url: "https://example.com" } },
    },
    ["t > b", "w > h"],
  );
  await prepare(database.url, plan);
  const first = open({ interpret: answering(unreachable).interpret });
  const { runId } = await first.start(request(plan));
  const signal = { activation: "n_w:0" as ActivationId, name: "signal/", value: { value: 7 }, sentBy: null };
  expect(await sendToRun(sql(), { workspaceId, runId, ...signal })).toBe("sent");
  await until("the first try has failed", async () =>
    ofType(await journalOf(sql(), runId), "attempt.failed").length > 0 ? true : null,
  );
  await first.stop();
  open({ installation: "other", interpret: answering(answered).interpret });
  await reaches(runId, "succeeded");
  expect(ofType(await journalOf(sql(), runId), "signal.received").map(({ value }) => value)).toEqual([
    { value: 7 },
    { value: 7 },
  ]);
});
