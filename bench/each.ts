import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Sql } from "postgres";
import type { Plan } from "#core/compile/plan.ts";
import { benchNode, benchPlan, openBenchEngine, quantile, times } from "./stage/bench-engine.ts";
import { at } from "./stage/five-steps.ts";
import type { LongListJob, LongListMessage } from "./stage/long-list-process.ts";
import { youngHeap } from "./stage/young-heap.ts";

const goalMs = 150;
const goalMb = 300;
const manyItems = 100_000;

/**
 * A list whose items are all worked on at once; and a long list, a few items at a time, with what the whole process holds
 * in memory at most: that which works through it, and one that takes over from it after three quarters.
 */
export async function bench(): Promise<readonly Record<string, unknown>[]> {
  const engine = await openBenchEngine();
  const [wide, long] = [planWith(1_000), planWith(8)];
  const input = Array.from({ length: 1_000 }, (_, n) => n);
  await times(15, () => engine.run(wide, input));
  const taken = await times(30, () => engine.run(wide, input));
  const whole = await longList(engine, long, manyItems);
  const rest = await longList(engine, long, manyItems * 0.75);
  await engine.stop();
  const label = `${manyItems.toLocaleString("en")} items, 8 at once`;
  return [
    { bench: "each", case: "1,000 at once", msMedian: quantile(taken, 0.5), msP95: quantile(taken, 0.95), goalMs },
    { bench: "each", case: label, ...whole, goalMb },
    { bench: "each", case: `${label}, taken over after three quarters`, ...rest, goalMb },
  ];
}

function planWith(parallel: number): Plan {
  const fields = [{ name: "n", value: { $expr: "item + 1" } }];
  return benchPlan(
    [
      benchNode("t", "manual", {}),
      benchNode("each", "each", { list: { $expr: "trigger" }, parallel, result: { $expr: "steps.x.n" } }),
      benchNode("x", "set-fields", { fields, keep: false }, "each"),
    ],
    [["t", "each"]],
  );
}

type Database = { readonly url: string; readonly owner: Sql };

/** Runs the list; after `killedAfter` items another process goes on. Of the last one, what it held and how long it took. */
async function longList({ url, owner }: Database, plan: Plan, killedAfter: number) {
  const planHash = `bench-${killedAfter}`;
  const text = JSON.stringify(plan);
  await owner`
    insert into plans (workspace_id, hash, plan, graph)
    values (${at.workspaceId}, ${planHash}, ${text}::text::json, '{}')`;
  const status = async () => {
    const [run] = await owner`select status from runs where plan_hash = ${planHash}`;
    return run?.status;
  };
  const written = async () => {
    const [row] = await owner`
      select count(*)::int as count from events join runs on runs.id = events.run_id where plan_hash = ${planHash}`;
    return Number(row?.count ?? 0);
  };
  let worker = spawn({ databaseUrl: url, start: { plan, planHash, items: manyItems } });
  let begin = performance.now();
  if (killedAfter < manyItems) {
    while ((await written()) < killedAfter) await delay(50);
    worker.kill("SIGKILL");
    await once(worker, "exit");
    begin = performance.now();
    worker = spawn({ databaseUrl: url, start: null });
  }
  while ((await status()) !== "succeeded") await delay(50);
  const seconds = Math.round((performance.now() - begin) / 10) / 100;
  const held = await memoryOf(worker);
  worker.kill("SIGKILL");
  return { seconds, ...held };
}

function spawn(job: LongListJob): ChildProcess {
  const env = { ...process.env, HEDDLE_BENCH_JOB: JSON.stringify(job) };
  return fork(path.join(import.meta.dirname, "stage", "long-list-process.ts"), { env, execArgv: [youngHeap] });
}

async function memoryOf(worker: ChildProcess) {
  worker.send("memory");
  for (;;) {
    const [message] = (await once(worker, "message")) as [LongListMessage];
    if ("mbMost" in message) return message;
  }
}
