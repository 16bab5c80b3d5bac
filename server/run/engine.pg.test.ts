import { afterEach, beforeAll, describe, expect, test } from "vitest";
import type { SettledEffect } from "#core/effects/effect.ts";
import type { Json } from "#core/json/json.ts";
import type { ActivationId, RunEvent } from "#core/schedule/event.ts";
import { testDatabase } from "#db/testing.ts";
import type { StartRun } from "./admit/start-run.ts";
import type { Interpret } from "./drive/drive.ts";
import type { Engine } from "./engine.ts";
import { engineOf, journalOf, prepare, request } from "./testing/engine-of.ts";
import { chainOfFive, expr, planFrom, setFields, workflowId, workspaceId } from "./testing/plans.ts";

const database = testDatabase();
const engines: Engine[] = [];
const open = (options: Parameters<typeof engineOf>[1] = {}) => {
  const engine = engineOf(database.databases.engine, options);
  engines.push(engine);
  return engine;
};
const run = async (engine: Engine, asked: StartRun) => {
  const started = await engine.start(asked);
  const end = await started.ended;
  return { ...started, end, events: await journalOf(database.databases.engine, started.runId) };
};
const types = (events: readonly RunEvent[]) => events.map((event) => event.type);
beforeAll(async () => {
  await prepare(database.url, chainOfFive());
});

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.stop()));
});

describe("a run", () => {
  test("goes through its steps and gives the last output", async () => {
    const { end, events } = await run(open(), request(chainOfFive(), { method: "POST", body: { n: 1 } }));
    expect(end).toMatchObject({ status: "succeeded", output: { n1: 2, n5: 6 } });
    expect(types(events)).toEqual(["run.started", ...Array(6).fill("activation.emitted"), "run.succeeded"]);
    expect(events.map((event) => event.seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test("takes one branch and skips the other", async () => {
    const plan = planFrom(
      {
        t: { type: "manual" },
        big: { type: "if", config: { condition: expr("trigger.n > 10") } },
        yes: setFields({ size: '"big"' }),
        no: setFields({ size: '"small"' }),
        last: { type: "no-op" },
      },
      ["t > big", "big.true > yes > last", "big.false > no > last"],
    );
    const { end } = await run(open(), request(plan, { n: 3 }));
    expect(end.output).toMatchObject({ size: "small" });
  });

  test("fails with the step, the reason and what the formula asked for", async () => {
    const plan = planFrom({ t: { type: "manual" }, a: setFields({ x: "trigger.nope" }) }, ["t > a"]);
    const { end, events, runId } = await run(open(), request(plan, { n: 1 }));
    expect(end).toMatchObject({ status: "failed", failedNode: "n_a", failure: { code: "expression" } });
    expect(types(events)).toEqual(["run.started", "activation.emitted", "activation.failed", "run.failed"]);
    const [row] = await database.databases.engine`select status, failed_node, ended_at from runs where id = ${runId}`;
    expect(row).toMatchObject({ status: "failed", failed_node: "n_a" });
    expect(row?.ended_at).toBeInstanceOf(Date);
  });

  test("passes the input of a disabled step through", async () => {
    const plan = planFrom(
      { t: { type: "manual" }, a: setFields({ x: "trigger.nope" }, { disabled: true }), b: { type: "no-op" } },
      ["t > a > b"],
    );
    const { end } = await run(open(), request(plan, { n: 1 }));
    expect(end).toMatchObject({ status: "succeeded", output: { n: 1 } });
  });

  test("takes pinned outputs in test mode, and only there", async () => {
    const plan = planFrom({ t: { type: "manual" }, a: setFields({ x: "1" }), b: { type: "no-op" } }, ["t > a > b"]);
    const pins = new Map([["n_a" as const, { pinned: true }]]) as unknown as NonNullable<StartRun["pins"]>;
    const engine = open();
    expect((await run(engine, request(plan, {}, { mode: "test", pins }))).end.output).toEqual({ pinned: true });
    expect((await run(engine, request(plan, {}, { mode: "live", pins }))).end.output).toEqual({ x: 1 });
  });

  test("keeps a large value once, outside of the journal", async () => {
    const plan = planFrom({ t: { type: "manual" }, a: { type: "no-op" }, b: { type: "no-op" } }, ["t > a > b"]);
    const large = Array.from({ length: 2_000 }, (_, index) => ({ index, text: "a companion" }));
    const { end, events } = await run(open(), request(plan, large));
    expect(end.output).toEqual(large);
    const stored = events.flatMap((event) => (event.type === "activation.emitted" ? [event.output] : []));
    expect(new Set(stored.map((value) => ("blob" in value ? value.blob : "inline"))).size).toBe(1);
    const rows = await database.databases.engine`select json from blobs where workspace_id = ${workspaceId}`;
    expect(rows.map((row) => row.json)).toEqual([large]);
  });

  test("that is answered by a respond step says so before it ends", async () => {
    const plan = planFrom(
      { t: { type: "webhook" }, r: { type: "respond", config: { status: 201, body: expr("trigger.body") } } },
      ["t > r"],
    );
    const started = await open().start(request(plan, { body: { ok: true } }));
    expect(await started.response).toMatchObject({ status: 201, body: { ok: true } });
    expect((await started.ended).status).toBe("succeeded");
  });
});

describe("each", () => {
  const body = (config: Record<string, Json>) =>
    planFrom(
      {
        t: { type: "manual" },
        e: { type: "each", config: { list: expr("trigger"), ...config } },
        x: setFields({ double: "item.n * 2", at: "index" }, { parent: "e" }),
        y: { type: "no-op", parent: "e" },
        z: { type: "no-op" },
      },
      ["t > e > z", "x > y"],
    );
  const list = [{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }, { n: 5 }];

  test.each([1, 3])("gives results in the order of the items, %d at a time", async (parallel) => {
    const { end } = await run(open(), request(body({ parallel }), list));
    expect(end.output).toEqual(list.map(({ n }, at) => ({ n, double: n * 2, at })));
  });

  test("gives what the result formula says", async () => {
    const { end } = await run(open(), request(body({ result: expr("steps.x.double + index") }), list));
    expect(end.output).toEqual([2, 5, 8, 11, 14]);
  });

  test("stops at the first item that fails", async () => {
    const { end, events } = await run(open(), request(body({}), [{ n: 1 }, { m: 1 }, { n: 3 }]));
    expect(end).toMatchObject({ status: "failed", failedNode: "n_e" });
    expect(events.some((event) => "activation" in event && event.activation === ("n_x:2" as ActivationId))).toBe(false);
  });

  test("collects errors beside the results", async () => {
    const { end } = await run(open(), request(body({ onError: "collect" }), [{ n: 1 }, { m: 1 }, { n: 3 }]));
    expect(end.output).toMatchObject({
      results: [{ double: 2 }, { double: 6 }],
      errors: [{ index: 1, code: "expression" }],
    });
  });

  test("a result formula that fails stops the container like a step that fails", async () => {
    const { end } = await run(open(), request(body({ result: expr("steps.x.nope") }), list));
    expect(end).toMatchObject({ status: "failed", failedNode: "n_e", failure: { code: "expression" } });
  });

  test("an empty list gives an empty list", async () => {
    expect((await run(open(), request(body({}), []))).end.output).toEqual([]);
  });
});

describe("effects", () => {
  const call = (more: Record<string, Json> = {}) =>
    planFrom(
      {
        t: { type: "manual" },
        h: { type: "http-request", config: { url: "https://example.com", ...more } },
        z: { type: "no-op" },
      },
      ["t > h > z"],
    );
  const ok: SettledEffect = { ok: true, value: { status: 200, headers: {}, body: { fine: true } } };

  test("start only when everything before them is durable, with a key that names them", async () => {
    const seen: { key: string; journal: string[] }[] = [];
    const interpret: Interpret = async (_effect, { idempotencyKey, runId }) => {
      seen.push({ key: idempotencyKey, journal: types(await journalOf(database.databases.engine, runId)) });
      return ok;
    };
    const { runId, end } = await run(open({ interpret }), request(call()));
    expect(seen).toEqual([
      { key: `${runId}/n_h/0`, journal: ["run.started", "activation.emitted", "activation.started"] },
    ]);
    expect(end.output).toMatchObject({ body: { fine: true } });
  });

  test("that fail become the step's failure", async () => {
    const interpret: Interpret = () =>
      Promise.resolve({ ok: false, failure: { code: "network", message: "Gone.", retryable: true } });
    const { end } = await run(open({ interpret }), request(call()));
    expect(end).toMatchObject({ status: "failed", failure: { code: "network" } });
  });

  test("that reject are told as a fault of ours, and the run ends", async () => {
    const { end } = await run(open({ interpret: () => Promise.reject(new Error("oh")) }), request(call()));
    expect(end).toMatchObject({ status: "failed", failure: { code: "internal" } });
  });

  test("r21 an interpreter that throws, and a listener that throws, end neither the process nor other runs", async () => {
    const engine = open({
      interpret: () => {
        throw new Error("A bug.");
      },
    });
    const stop = engine.live.followWorkflow(workspaceId, workflowId, () => {
      throw new Error("Another bug.");
    });
    const broken = await engine.start(request(call()));
    expect((await broken.ended).status).toBe("detached");
    expect((await run(engine, request(chainOfFive(), { body: { n: 1 } }))).end.status).toBe("succeeded");
    stop();
  });

  test("a cancelled run stops its effects and starts no further node", async () => {
    // By run: the engine may also take over what an earlier test left.
    const signals = new Map<string, AbortSignal>();
    const interpret: Interpret = (_effect, { runId, signal }) => {
      signals.set(runId, signal);
      return new Promise(() => undefined);
    };
    const engine = open({ interpret });
    const { runId, ended } = await engine.start(request(call()));
    await expect.poll(() => signals.has(runId)).toBe(true);
    await engine.cancel(workspaceId, runId, "user_1");
    expect((await ended).status).toBe("cancelled");
    expect(signals.get(runId)?.aborted).toBe(true);
    const events = await journalOf(database.databases.engine, runId);
    expect(types(events).slice(-2)).toEqual(["run.cancel-requested", "run.cancelled"]);
    await engine.cancel(workspaceId, runId, "user_1");
    await expect(engine.cancel(workspaceId, "run_unknown0" as never, "user_1")).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(engine.cancel("ws_other" as never, runId, "user_1")).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("live", () => {
  test("listeners hear of events after they are durable, in order and without gaps", async () => {
    const answer = Promise.withResolvers<SettledEffect>();
    const engine = open({ interpret: () => answer.promise });
    const plan = planFrom(
      { t: { type: "manual" }, h: { type: "http-request", config: { url: "https://example.com" } } },
      ["t > h"],
    );
    const told = Promise.withResolvers<string>();
    const stopWorkflow = engine.live.followWorkflow(workspaceId, workflowId, (runs) => {
      for (const found of runs) if (found.status === "succeeded") told.resolve(found.id);
    });
    const { runId, ended } = await engine.start(request(plan));
    const heard: number[] = [];
    const stopRun = engine.live.followRun(workspaceId, runId, (events) => heard.push(...events.map(({ seq }) => seq)));
    const before = await journalOf(database.databases.engine, runId);
    answer.resolve({ ok: true, value: { status: 200, headers: {}, body: null } });
    await ended;
    const all = await journalOf(database.databases.engine, runId);
    expect(heard).toEqual(all.slice(-heard.length).map(({ seq }) => seq));
    expect(heard.length).toBeGreaterThanOrEqual(all.length - before.length);
    expect(await told.promise).toBe(runId);
    stopWorkflow();
    stopRun();
  });
});
