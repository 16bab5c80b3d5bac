import { beforeAll, describe, expect, test } from "vitest";
import type { Json } from "#core/json/json.ts";
import { sendToRun } from "#db/queries/inbox.ts";
import { testDatabase } from "#db/testing.ts";
import type { Interpret } from "../drive/drive.ts";
import { journalOf, prepare, request } from "../testing/engine-of.ts";
import { chainOfFive, expr, planFrom, setFields, workspaceId } from "../testing/plans.ts";
import { activationId, activations, gone, ok, outputOf, testEngines } from "../testing/test-engines.ts";
import { until } from "../testing/until.ts";

const database = testDatabase();
const { open, run } = testEngines(database);
const sql = () => database.databases.engine;

beforeAll(async () => {
  await prepare(database.url, chainOfFive());
});

describe("states", () => {
  const when = (name: string, condition: string): Json => ({ name, on: "condition", condition: expr(condition) });
  const state = (transitions: readonly Json[], more = {}) => ({
    type: "state",
    parent: "m",
    config: { transitions, ...more },
  });
  const plan = (config: Record<string, Json> = {}) =>
    planFrom(
      {
        t: { type: "manual" },
        m: { type: "states", config },
        count: state([when("again", "input.n < 3"), when("done", "true")], { initial: true }),
        x: setFields({ n: "input.n + 1" }, { parent: "count" }),
        pause: state([when("back", "true")]),
        over: state([]),
        z: { type: "no-op" },
      },
      ["t > m > z", "count.next1 > pause", "pause.next1 > count", "count.next2 > over"],
    );

  test("goes from state to state, in circles too, and gives the last state and what it gave", async () => {
    const { end, events } = await run(open(), request(plan(), { n: 0 }));
    expect(end).toMatchObject({ status: "succeeded", output: { state: "over", result: { n: 3 }, visits: 6 } });
    expect(activations(events, "activation.started")).toEqual([
      "n_m",
      "n_count:0",
      "n_pause:1",
      "n_count:2",
      "n_pause:3",
      "n_count:4",
      "n_over:5",
    ]);
  });

  test("fails with the limit when it never comes to an end", async () => {
    const { end } = await run(open(), request(plan({ limit: 50 }), { n: -1_000 }));
    expect(end).toMatchObject({ status: "failed", failedNode: "n_m", failure: { code: "limit" } });
  });

  test("waits as rows for a signal, whose value the next state is given", async () => {
    const waits = planFrom(
      {
        t: { type: "manual" },
        m: { type: "states" },
        open: state([
          { name: "Paid", on: "signal", signal: "paid" },
          { name: "Gone", on: "signal", signal: "gone" },
        ]),
        paid: state([]),
        gone: state([]),
        x: setFields({ amount: "input.amount", before: "steps.open.amount" }, { parent: "paid" }),
      },
      ["t > m", "open.next1 > paid", "open.next2 > gone"],
    );
    await prepare(database.url, waits);
    const engine = open({ settings: { parkAfterMs: 10, pollMs: 10 } });
    const { runId } = await engine.start(request(waits, { n: 1 }));
    await until("the run rests", async () => {
      const [row] = await sql()`select status, owner from runs where id = ${runId}`;
      return row?.status === "waiting" && row.owner === null ? row : null;
    });
    const activation = activationId("n_open:0");
    const message = { workspaceId, runId, activation, value: { value: { amount: 5 } }, sentBy: "Ada" };
    expect(await sendToRun(sql(), { ...message, name: "signal/paid" })).toBe("sent");
    engine.poke(workspaceId, runId);
    const events = await until("the run ends", async () => {
      const all = await journalOf(sql(), runId);
      return all[all.length - 1]?.type === "run.succeeded" ? all : null;
    });
    expect(outputOf(events, "n_m")).toEqual({ state: "paid", result: { amount: 5, before: 5 }, visits: 2 });
  });

  test("is left when its time is over, counted from the moment at which it was entered", async () => {
    const late = planFrom(
      {
        t: { type: "manual" },
        m: { type: "states" },
        open: state([
          { on: "signal", signal: "paid" },
          { on: "timeout", seconds: 0.3 },
        ]),
        w: { type: "wait", config: { amount: 0.2, unit: "seconds" }, parent: "open" },
        over: state([]),
      },
      ["t > m", "open.next2 > over"],
    );
    const { end, events } = await run(open(), request(late, { n: 1 }));
    expect(end.output).toEqual({ state: "over", result: { n: 1 }, visits: 2 });
    const wait = events.find((event) => event.type === "wait.opened");
    const entered = events.find(
      (event) => event.type === "activation.started" && event.activation === activationId("n_open:0"),
    );
    expect(wait?.type === "wait.opened" && wait.untilMs).toBe((entered?.at ?? 0) + 300);
  });

  test("runs out of its time limit while it waits, from when it was entered, and a value can stand in for the machine", async () => {
    const slow = planFrom(
      {
        t: { type: "manual" },
        m: { type: "states", handling: { onFailure: "fallback", fallback: { state: "none" } } },
        open: { ...state([{ on: "signal", signal: "paid" }]), handling: { timeoutSeconds: 0.3 } },
        w: { type: "wait", config: { amount: 0.1, unit: "seconds" }, parent: "open" },
        z: { type: "no-op" },
      },
      ["t > m > z"],
    );
    const { end, events } = await run(open(), request(slow));
    expect(end.output).toEqual({ state: "none" });
    const [entered, failed] = ["activation.started", "activation.failed"].map((type) =>
      events.find(
        (event) => event.type === type && "activation" in event && event.activation === activationId("n_open:0"),
      ),
    );
    expect(failed).toMatchObject({ failure: { code: "timeout" } });
    expect((failed?.at ?? 0) - (entered?.at ?? 0)).toBeGreaterThanOrEqual(300);
    expect(activations(events, "wait.opened")).toEqual(["n_open:0"]);
  });

  test("that is tried again runs its steps anew", async () => {
    let count = 0;
    const interpret: Interpret = () => Promise.resolve(count++ === 0 ? gone : ok);
    const again = planFrom(
      {
        t: { type: "manual" },
        m: { type: "states" },
        work: { ...state([]), handling: { attempts: 2, delaySeconds: 0.1 } },
        x: { type: "no-op", parent: "work" },
        h: { type: "http-request", config: { url: "https://example.com" }, parent: "work" },
      },
      ["t > m", "x > h"],
    );
    const { end, events } = await run(open({ interpret }), request(again));
    expect(end.output).toMatchObject({ state: "work", result: { body: 1 }, visits: 1 });
    expect(activations(events, "attempt.failed")).toEqual(["n_work:0"]);
    expect(activations(events, "activation.emitted").filter((id) => id === activationId("n_x:0.0"))).toHaveLength(2);
  });

  test("fails clearly when no transition fits, and goes along its error port when one is drawn", async () => {
    const stuck = (edges: string[]) =>
      planFrom(
        {
          t: { type: "manual" },
          m: { type: "states" },
          open: { ...state([when("never", "false")], { initial: true }), handling: { onFailure: "port" } },
          broken: state([]),
        },
        ["t > m", ...edges],
      );
    const failed = await run(open(), request(stuck([]), { n: 1 }));
    expect(failed.end).toMatchObject({ status: "failed", failedNode: "n_m", failure: { code: "config" } });
    const caught = await run(open(), request(stuck(["open.error > broken"]), { n: 1 }));
    expect(caught.end.output).toMatchObject({ state: "broken", result: { code: "config" } });
  });

  test("fails clearly when nothing says with which state it begins", async () => {
    const circle = planFrom(
      { t: { type: "manual" }, m: { type: "states" }, a: state([when("go", "true")]), b: state([when("go", "true")]) },
      ["t > m", "a.next1 > b", "b.next1 > a"],
    );
    const { end } = await run(open(), request(circle));
    expect(end).toMatchObject({ status: "failed", failedNode: "n_m", failure: { code: "config" } });
  });
});

//  a machine, in a state of it a repeat, in that an each, in that a request; then the same state once more
