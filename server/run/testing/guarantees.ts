import { expect } from "vitest";
import type { Plan } from "#core/compile/plan.ts";
import type { NodeId, RunId, WorkflowId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import type { RunEvent } from "#core/schedule/event.ts";
import { sendToRun } from "#db/queries/inbox.ts";
import { createBell } from "../../commands/bell.ts";
import { followJournal } from "../../commands/follow-journal.ts";
import type { StartedRun } from "../admit/start-run.ts";
import type { RunEnd } from "../drive/drive.ts";
import type { World } from "./conformance-world.ts";
import { journalOf, prepare, publish, request } from "./engine-of.ts";
import { finalState } from "./final-state.ts";
import { isLong } from "./length.ts";
import { expr, type NodeSketch, planFrom, setFields, workflowId, workspaceId } from "./plans.ts";
import { until } from "./until.ts";

/** What the engine promises, wherever it runs. `prove` throws when it does not hold, and when it was not put to the test. */
export type Guarantee = { readonly name: string; readonly prove: (world: World) => Promise<void> };

const many = isLong ? 400 : 40;

const call = (world: World, more: Partial<NodeSketch> = {}): NodeSketch => ({
  type: "http-request",
  config: { method: "POST", url: `http://${world.http.host}/` },
  ...more,
});

const started = async (world: World, plan: Plan, input: Json = null, more = {}) => {
  await prepare(world.url, plan);
  return await world.engine.start(request(plan, input, more));
};

const reaches = (world: World, runId: RunId, status: string) =>
  until(`${runId} is ${status}`, async () => {
    const [row] = await world.sql<{ status: string }[]>`select status from runs where id = ${runId}`;
    return row?.status === status ? true : null;
  });

type WaitedFor = { readonly runId: RunId; readonly ended: Promise<RunEnd> };

/** Asks for the end at once, as whoever waits for it does. */
const waitedFor = ({ runId, ended }: StartedRun): WaitedFor => ({ runId, ended });

/** Two requests, a container with a request per item between them. */
const working = (world: World) =>
  planFrom(
    {
      t: { type: "manual" },
      a: call(world),
      e: { type: "each", config: { list: expr("trigger.items"), parallel: 2, result: expr("steps.c.status") } },
      c: call(world, { parent: "e" }),
      z: call(world),
    },
    ["t > a > e > z"],
  );

const checkWhole = async (world: World, runs: readonly RunId[]) => {
  for (const runId of runs) {
    expect(finalState(await journalOf(world.sql, runId), runId).end).toBe("run.succeeded");
    const keys = world.http.keys.filter((key) => key.startsWith(`${runId}/`));
    expect(new Set(keys).size).toBe(5);
  }
};

export const guarantees: readonly Guarantee[] = [
  {
    name: "a caller is told what the run gave at its end",
    prove: async (world) => {
      const plan = planFrom({ t: { type: "manual" }, a: setFields({ n: "trigger.n + 1" }) }, ["t > a"]);
      const { ended } = await started(world, plan, { n: 1 });
      expect(await ended).toEqual({ status: "succeeded", output: { n: 2 }, failure: null, failedNode: null });
    },
  },
  {
    name: "a caller is told what a respond step says while the run goes on",
    prove: async (world) => {
      const respond = { type: "respond", config: { status: 201, body: expr("trigger.n") } };
      const plan = planFrom({ t: { type: "manual" }, r: respond, a: call(world) }, ["t > r > a"]);
      world.http.hold(true);
      const { runId, response, ended } = await started(world, plan, { n: 7 });
      expect(await response).toMatchObject({ status: 201, body: 7 });
      await reaches(world, runId, "running");
      world.http.hold(false);
      expect((await ended).status).toBe("succeeded");
    },
  },
  {
    name: "a caller is told why a run failed, and where",
    prove: async (world) => {
      const plan = planFrom({ t: { type: "manual" }, a: setFields({ n: "trigger.missing.deeply" }) }, ["t > a"]);
      const { ended } = await started(world, plan, {});
      expect(await ended).toMatchObject({ status: "failed", failedNode: "n_a", output: null });
    },
  },
  {
    name: "a value too large for a message reaches the caller all the same",
    prove: async (world) => {
      const plan = planFrom({ t: { type: "manual" }, a: setFields({ text: "'abcdefgh'.repeat(20000)" }) }, ["t > a"]);
      const { ended } = await started(world, plan, {});
      expect(await ended).toMatchObject({ status: "succeeded", output: { text: "abcdefgh".repeat(20_000) } });
    },
  },
  {
    name: "a cancelled run starts no further step, whichever process drives it",
    prove: async (world) => {
      const plan = planFrom({ t: { type: "manual" }, a: call(world), b: call(world) }, ["t > a > b"]);
      world.http.hold(true);
      const before = world.http.keys.length;
      const { runId, ended } = await started(world, plan);
      await world.http.received(before + 1);
      await world.engine.cancel(workspaceId, runId, "user_1");
      expect((await ended).status).toBe("cancelled");
      world.http.hold(false);
      expect(world.http.keys.filter((key) => key.startsWith(`${runId}/`))).toEqual([`${runId}/n_a/0`]);
    },
  },
  {
    name: "a run that sleeps is rows alone, and goes on when its time has come",
    prove: async (world) => {
      const wait = { type: "wait", config: { amount: 1, unit: "seconds" } };
      const plan = planFrom({ t: { type: "manual" }, w: wait, a: setFields({ n: "trigger.n" }) }, ["t > w > a"]);
      const { runId, ended } = await started(world, plan, { n: 3 });
      await reaches(world, runId, "waiting");
      const [row] = await world.sql`select owner, lease_until from runs where id = ${runId}`;
      expect(row).toEqual({ owner: null, lease_until: null });
      expect(await ended).toMatchObject({ status: "succeeded", output: { n: 3 } });
    },
  },
  {
    name: "a signal wakes the run that waits for it, and the same signal again changes nothing",
    prove: async (world) => {
      const plan = planFrom({ t: { type: "manual" }, w: { type: "wait-for-signal" } }, ["t > w"]);
      const { runId } = await started(world, plan);
      await reaches(world, runId, "waiting");
      const signal = { workspaceId, runId, activation: "n_w" as NodeId, name: "signal/", sentBy: null } as const;
      expect(await sendToRun(world.sql, { ...signal, value: { value: { paid: true } } })).toBe("sent");
      world.engine.poke(workspaceId, runId);
      expect(["again", "ended"]).toContain(await sendToRun(world.sql, { ...signal, value: { value: "other" } }));
      await reaches(world, runId, "succeeded");
      const received = (await journalOf(world.sql, runId)).filter(({ type }) => type === "signal.received");
      expect(received).toMatchObject([{ value: { value: { paid: true } } }]);
    },
  },
  {
    name: "a run that runs another workflow goes on with what that one gave",
    prove: async (world) => {
      const childId = "wf_conformchild" as WorkflowId;
      const child = planFrom({ t: { type: "manual" }, a: call(world) }, ["t > a"]);
      await publish(world.url, { workflowId: childId, title: "Child", plan: child });
      const calls = { type: "call-workflow", config: { workflow: childId, input: { asked: true } } };
      const plan = planFrom({ t: { type: "manual" }, c: calls, a: setFields({ status: "steps.c.status" }) }, [
        "t > c > a",
      ]);
      const { runId, ended } = await started(world, plan);
      expect((await ended).status).toBe("succeeded");
      const children = await world.sql`select status from runs where parent_run_id = ${runId}`;
      expect(children.map(({ status }) => status)).toEqual(["succeeded"]);
    },
  },
  {
    name: "of triggers with an equal key one starts a run, and the others are told which",
    prove: async (world) => {
      const plan = planFrom({ t: { type: "manual" }, a: setFields({ n: "1" }) }, ["t > a"]);
      const key = { text: `user/${workflowId}/${Math.random()}`, windowMs: 60_000 };
      const all = await Promise.all(Array.from({ length: 5 }, () => started(world, plan, null, { key })));
      expect(new Set(all.map(({ runId }) => runId)).size).toBe(1);
      expect(all.filter(({ isDuplicate }) => !isDuplicate)).toHaveLength(1);
    },
  },
  {
    name: "of a workflow with a limit no more runs are under way at once, and all have their turn",
    prove: async (world) => {
      const plain = planFrom({ t: { type: "manual" }, a: call(world) }, ["t > a"]);
      const settings = { concurrency: 2, whenBusy: "queue", priority: "normal" } as const;
      const plan = { ...plain, settings: { ...unlimited, ...settings } };
      world.http.hold(true);
      const before = world.http.keys.length;
      const runs: WaitedFor[] = [];
      for (let n = 0; n < 6; n++) runs.push(waitedFor(await started(world, plan, { n })));
      await world.http.received(before + 2);
      const [row] = await world.sql`
        select count(*) filter (where status = 'running')::int as running,
          count(*) filter (where status = 'queued')::int as queued
        from runs where id = any(${runs.map(({ runId }) => runId)}::text[])`;
      expect(row).toEqual({ running: 2, queued: 4 });
      world.http.hold(false);
      for (const { ended } of runs) expect((await ended).status).toBe("succeeded");
    },
  },
  {
    name: "whoever follows a run is told every event, in order and once",
    prove: (world) => proveFollowed(world, async () => undefined),
  },
  {
    name: "whoever follows a run misses nothing while what the processes share is restarted",
    prove: (world) => proveFollowed(world, world.disturb),
  },
  {
    name: "whoever follows a workflow is told of its runs, from their beginning to their end",
    prove: async (world) => {
      const plan = planFrom({ t: { type: "manual" }, a: call(world) }, ["t > a"]);
      const told = new Map<RunId, string>();
      const stop = world.engine.live.followWorkflow(workspaceId, workflowId, (runs) => {
        for (const run of runs) told.set(run.id, run.status);
      });
      const { runId } = await started(world, plan);
      await until("its end is told", () => (told.get(runId) === "succeeded" ? true : null));
      stop();
    },
  },
  {
    name: "processes killed in the middle of runs lose none: each result is written once, each effect keeps its key",
    prove: async (world) => {
      const plan = working(world);
      await prepare(world.url, plan);
      world.http.hold(true);
      const before = world.http.keys.length;
      const runs = await world.startDoomed(
        plan,
        Array.from({ length: 6 }, () => ({ items: [1, 2, 3] })),
      );
      await world.http.received(before + 6);
      await world.kill();
      world.http.hold(false);
      for (const runId of runs) await reaches(world, runId, "succeeded");
      await checkWhole(world, runs);
      const [row] = await world.sql`select min(epoch)::int as epoch from runs where id = any(${[...runs]}::text[])`;
      expect(row?.epoch).toBeGreaterThan(1);
    },
  },
  {
    name: "what the processes share beside the database may be emptied and restarted in the middle: nothing is lost",
    prove: async (world) => {
      const plan = working(world);
      await prepare(world.url, plan);
      const runs: WaitedFor[] = [];
      for (let n = 0; n < many; n++) {
        runs.push(waitedFor(await world.engine.start(request(plan, { items: [1, 2, 3] }))));
        if (n === Math.floor(many / 2)) await world.disturb();
      }
      for (const { ended } of runs) expect((await ended).status).toBe("succeeded");
      await checkWhole(
        world,
        runs.map(({ runId }) => runId),
      );
    },
  },
];

/** Follows a run from its middle on; `disturb` happens while it is followed. */
async function proveFollowed(world: World, disturb: () => Promise<void>): Promise<void> {
  const plan = working(world);
  await prepare(world.url, plan);
  world.http.hold(true);
  const before = world.http.keys.length;
  const { runId, ended } = waitedFor(await world.engine.start(request(plan, { items: [1, 2, 3] })));
  await world.http.received(before + 1);
  const bell = createBell();
  const { live } = world.engine;
  const follower = followJournal({ sql: world.sql, live, workspaceId, runId, afterSeq: 0, onNews: bell.ring });
  const heard: RunEvent[] = [...(await follower.take())];
  expect(heard.length).toBeGreaterThan(0);
  await disturb();
  world.http.hold(false);
  while (!follower.hasEnded()) {
    const events = await follower.take();
    heard.push(...events);
    if (events.length === 0 && !follower.hasEnded()) await bell.wait();
  }
  follower.stop();
  expect((await ended).status).toBe("succeeded");
  const written = await journalOf(world.sql, runId);
  expect(heard.map(({ seq }) => seq)).toEqual(written.map(({ seq }) => seq));
}

const unlimited = {
  deadlineSeconds: null,
  dedupeKey: null,
  dedupeSeconds: 86_400,
  errorWorkflow: null,
  retentionDays: null,
};
