import { afterEach, beforeAll, expect, test } from "vitest";
import type { Plan } from "#core/compile/plan.ts";
import type { NodeId, RunId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import type { RunEvent } from "#core/schedule/event.ts";
import { sendToRun } from "#db/queries/inbox.ts";
import { testDatabase } from "#db/testing.ts";
import type { Engine } from "../engine.ts";
import { engineOf, journalOf, prepare, request } from "../testing/engine-of.ts";
import { expr, planFrom, workspaceId } from "../testing/plans.ts";
import { until } from "../testing/until.ts";

const database = testDatabase();
const sql = () => database.databases.engine;
const engines: Engine[] = [];
const open = (options: Parameters<typeof engineOf>[1] = {}) => {
  const settings = { parkAfterMs: 20, pollMs: 10, stopGraceMs: 20, ...options.settings };
  const engine = engineOf(sql(), { ...options, settings });
  engines.push(engine);
  return engine;
};
const close = async (engine: Engine) => {
  engines.splice(engines.indexOf(engine), 1);
  await engine.stop();
};

const rowOf = async (runId: RunId) => {
  const [row] = await sql()`select status, owner, wake_at, epoch, failure from runs where id = ${runId}`;
  return row;
};
const reaches = (runId: RunId, status: string) =>
  until(`the run is ${status}`, async () => ((await rowOf(runId))?.status === status ? true : null));
const send = (runId: RunId, name: string, value: Json, node = "n_w" as NodeId) =>
  sendToRun(sql(), { workspaceId, runId, activation: node, name, value: { value }, sentBy: "Ada" });
const emittedBy = (events: readonly RunEvent[], node: string) =>
  events.find((event) => event.type === "activation.emitted" && event.activation === node);
const typesOf = (events: readonly RunEvent[]) => events.map(({ type }) => type);

const signalled = planFrom({ t: { type: "manual" }, w: { type: "wait-for-signal" }, z: { type: "no-op" } }, [
  "t > w > z",
]);
const limited = (amount: number): Plan =>
  planFrom(
    {
      t: { type: "manual" },
      w: { type: "wait-for-signal", config: { limit: "for", amount, unit: "minutes" } },
      z: { type: "no-op" },
    },
    ["t > w", "w.timeout > z"],
  );
const asks = planFrom(
  { t: { type: "manual" }, w: { type: "ask-person", config: { title: "Look" } }, z: { type: "no-op" } },
  ["t > w", "w.choice0 > z"],
);

beforeAll(async () => {
  for (const plan of [signalled, asks]) await prepare(database.url, plan);
});

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.stop()));
});

test("a run that waits for a signal is rows alone, and goes on with the signal's value when one is sent", async () => {
  const { runId } = await open().start(request(signalled));
  await reaches(runId, "waiting");
  expect(await rowOf(runId)).toMatchObject({ owner: null, wake_at: null });
  expect(await send(runId, "signal/", { paid: true })).toBe("sent");
  await reaches(runId, "succeeded");
  const events = await journalOf(sql(), runId);
  expect(emittedBy(events, "n_w")).toMatchObject({ port: "out", output: { value: { paid: true } } });
  expect(events.find(({ type }) => type === "signal.received")).toMatchObject({ name: "", by: "Ada", index: 0 });
  const [row] = await sql()`select taken_at from run_inbox where run_id = ${runId}`;
  expect(row?.taken_at).toBeInstanceOf(Date);
});

test("a signal that came before its step began to wait is there when it does", async () => {
  const plan = planFrom(
    {
      t: { type: "manual" },
      s: { type: "wait", config: { amount: 0.3, unit: "seconds" } },
      w: { type: "wait-for-signal" },
    },
    ["t > s > w"],
  );
  await prepare(database.url, plan);
  const { runId } = await open().start(request(plan));
  await reaches(runId, "waiting");
  await send(runId, "signal/", "early");
  await reaches(runId, "succeeded");
  const events = await journalOf(sql(), runId);
  expect(emittedBy(events, "n_w")).toMatchObject({ output: { value: "early" } });
});

test("a signal reaches a run that stays in memory because it has other work", async () => {
  const plan = planFrom(
    {
      t: { type: "manual" },
      h: { type: "http-request", config: { url: "https://example.com" } },
      w: { type: "wait-for-signal" },
    },
    ["t > h", "t > w"],
  );
  await prepare(database.url, plan);
  const { runId } = await open().start(request(plan));
  await send(runId, "signal/", 1);
  const events = await until("the signal is taken", async () => {
    const journal = await journalOf(sql(), runId);
    return emittedBy(journal, "n_w") ? journal : null;
  });
  expect((await rowOf(runId))?.status).toBe("running");
  expect(typesOf(events)).not.toContain("activation.failed");
});

test("a waiting run goes on in another process than the one that put it away", async () => {
  const first = open();
  const { runId } = await first.start(request(signalled));
  await reaches(runId, "waiting");
  await close(first);
  await send(runId, "signal/", "late");
  expect((await rowOf(runId))?.status).toBe("waiting");
  open({ installation: "other" });
  await reaches(runId, "succeeded");
});

test("a wait whose time is over goes on without a signal, and a later one changes nothing", async () => {
  const plan = limited(0.005);
  await prepare(database.url, plan);
  const { runId } = await open().start(request(plan, { n: 1 }));
  await reaches(runId, "succeeded");
  const events = await journalOf(sql(), runId);
  expect(typesOf(events)).toContain("timer.fired");
  expect(emittedBy(events, "n_w")).toMatchObject({ port: "timeout", output: { value: { n: 1 } } });
  expect(await send(runId, "signal/", null)).toBe("ended");
  expect(await journalOf(sql(), runId)).toEqual(events);
});

test("the same signal twice is taken once", async () => {
  const { runId } = await open().start(request(signalled));
  await reaches(runId, "waiting");
  const answers = await Promise.all(Array.from({ length: 5 }, (_, n) => send(runId, "signal/", n)));
  expect(answers.filter((answer) => answer === "sent")).toHaveLength(1);
  await reaches(runId, "succeeded");
  const received = (await journalOf(sql(), runId)).filter(({ type }) => type === "signal.received");
  expect(received).toHaveLength(1);
});

test("no wake-up is lost when a signal is sent at any moment while the run is put away", async () => {
  const engine = open({ settings: { pollMs: 5 } });
  const runs = await Promise.all(
    Array.from({ length: 60 }, async (_, at) => {
      const { runId } = await engine.start(request(signalled));
      // Some before the run is put away, some while it is, some afterwards.
      for (let turn = 0; turn < at % 12; turn++) await new Promise(setImmediate);
      expect(await send(runId, "signal/", at)).toBe("sent");
      return runId;
    }),
  );
  await until("all runs end", async () => {
    const [row] = await sql()`
      select count(*)::int as runs from runs where id = any(${runs as string[]}::text[]) and status = 'succeeded'`;
    return row?.runs === runs.length ? true : null;
  });
});

test("a task is there for people while the run rests, and what they chose decides the way on", async () => {
  const { runId } = await open().start(request(asks));
  await reaches(runId, "waiting");
  const [task] = await sql()`select id, title, status, activation from tasks where run_id = ${runId}`;
  expect(task).toMatchObject({ title: "Look", status: "open", activation: "n_w" });
  await send(runId, `task/${task?.id}`, { choice: "Approve", values: { note: "fine" } });
  await reaches(runId, "succeeded");
  expect(emittedBy(await journalOf(sql(), runId), "n_w")).toMatchObject({
    output: { value: { choice: "Approve", values: { note: "fine" }, by: "Ada" } },
  });
});

test("a task of a run that is cancelled is closed", async () => {
  const engine = open();
  const { runId } = await engine.start(request(asks));
  await reaches(runId, "waiting");
  await engine.cancel(workspaceId, runId, "user_1");
  await reaches(runId, "cancelled");
  const [task] = await sql()`select status from tasks where run_id = ${runId}`;
  expect(task?.status).toBe("cancelled");
});

test("a run that rests is cancelled by a message", async () => {
  const { runId } = await open().start(request(signalled));
  await reaches(runId, "waiting");
  await sendToRun(sql(), {
    workspaceId,
    runId,
    activation: "run",
    name: "cancel",
    value: { value: null },
    sentBy: "user_1",
  });
  await reaches(runId, "cancelled");
  expect((await journalOf(sql(), runId)).find(({ type }) => type === "run.cancel-requested")).toMatchObject({
    by: "user_1",
  });
});

test("a step's time limit ends its wait while the run is put away", async () => {
  const plan = planFrom(
    { t: { type: "manual" }, w: { type: "wait-for-signal", handling: { timeoutSeconds: 0.3 } }, z: { type: "no-op" } },
    ["t > w > z"],
  );
  await prepare(database.url, plan);
  const { runId } = await open().start(request(plan));
  await reaches(runId, "waiting");
  expect((await rowOf(runId))?.wake_at).toBeInstanceOf(Date);
  await reaches(runId, "failed");
  expect((await rowOf(runId))?.failure).toMatchObject({ code: "timeout" });
});

test("formulas give the address of a step that waits, each item its own", async () => {
  const plan = planFrom(
    {
      t: { type: "manual" },
      w: { type: "wait-for-signal", config: { limit: "for", amount: 0 } },
      e: { type: "each", config: { list: expr("[1, 2]"), result: expr("steps.s") } },
      i: { type: "wait-for-signal", parent: "e", config: { limit: "for", amount: 0 } },
      s: {
        type: "set-fields",
        parent: "e",
        config: {
          keep: false,
          fields: [
            { name: "own", value: expr("run.callbacks.i") },
            { name: "outer", value: expr("run.callbacks.w") },
          ],
        },
      },
    },
    ["t > w", "t > e", "i.timeout > s"],
  );
  await prepare(database.url, plan);
  const { runId, ended } = await open().start(request(plan));
  const address = (step: string) => `https://heddle.example.com/signals/${runId}/n_${step}`;
  expect(await ended).toMatchObject({
    output: [
      { own: address("i:0"), outer: address("w") },
      { own: address("i:1"), outer: address("w") },
    ],
  });
});

test("an event is told in the entry that says so, with a value as large as it may be", async () => {
  const value = expr('{"large": trigger.text, "n": 7}');
  const plan = planFrom(
    { t: { type: "manual" }, e: { type: "emit-event", config: { name: "order.paid", value } }, z: { type: "no-op" } },
    ["t > e > z"],
  );
  await prepare(database.url, plan);
  const { runId, ended } = await open().start(request(plan, { text: "x".repeat(20_000) }));
  expect((await ended).status).toBe("succeeded");
  const rows = await sql()`select id, kind, name, value, source_workflow_id from emissions where kind = 'event'`;
  expect(rows).toEqual([
    {
      id: `${runId}/n_e/0`,
      kind: "event",
      name: "order.paid",
      value: { blob: expect.any(String), bytes: expect.any(Number) },
      source_workflow_id: "wf_engine",
    },
  ]);
  const [blob] = await sql()`select json from blobs where hash = ${rows[0]?.value.blob}`;
  expect(blob?.json).toEqual({ large: "x".repeat(20_000), n: 7 });
});
