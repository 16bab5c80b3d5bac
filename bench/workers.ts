import type { Plan } from "#core/compile/plan.ts";
import type { Json } from "#core/json/json.ts";
import { type BenchCluster, openBenchCluster } from "./stage/bench-cluster.ts";
import { at, body, fiveSteps } from "./stage/five-steps.ts";
import { keepPlan, publishFiveSteps } from "./stage/publish-five-steps.ts";

/** Runs in flight while measuring: enough that no worker waits for the process that accepts. */
const width = 32;
const rounds = 3;

/**
 * The same runs with one worker process and with two, in turns: of steps that only reckon, and of short webhook runs that
 * mostly write. Postgres, Redis and the process that accepts share the machine with the workers.
 */
export async function bench(): Promise<readonly Record<string, unknown>[]> {
  const cluster = await openBenchCluster();
  const heavy = heavySteps();
  await publishFiveSteps(cluster.database.owner);
  await keepPlan(cluster.database.owner, { hash: heavy.planHash, plan: heavy.plan });
  const cases = [
    { name: "steps that reckon", ...heavy, runs: 96, goalRatio: 1.6 },
    { name: "short webhook runs", planHash: at.planHash, plan: fiveSteps().plan, runs: 3_000, goalRatio: null },
  ];
  await cluster.startWorker();
  const one = cases.map((): number[] => []);
  const two = cases.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [place, each] of cases.entries()) one[place]?.push(await measure(cluster, each));
    const second = await cluster.startWorker();
    for (const [place, each] of cases.entries()) two[place]?.push(await measure(cluster, each));
    await second.stop();
  }
  await cluster.stop();
  return cases.map(({ name, runs, goalRatio }, place) => {
    const [alone, together] = [mean(one[place] ?? []), mean(two[place] ?? [])];
    return {
      bench: "workers",
      case: name,
      runs,
      runsPerSecondOneWorker: rounded(alone),
      runsPerSecondTwoWorkers: rounded(together),
      ratio: rounded(together / alone),
      goalRatio,
    };
  });
}

type Case = { readonly planHash: string; readonly plan: Plan; readonly runs: number };

/** Runs a second, from the first start to the last end. */
async function measure({ engine }: BenchCluster, { planHash, plan, runs }: Case): Promise<number> {
  const begin = performance.now();
  let begun = 0;
  const lane = async () => {
    while (begun < runs) {
      begun += 1;
      const { ended } = await engine.start({ ...at, plan, planHash, mode: "live", input });
      const { status } = await ended;
      if (status !== "succeeded") throw new Error(`A run of the benchmark ended as ${status}.`);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  return (runs / (performance.now() - begin)) * 1_000;
}

const input: Json = { method: "POST", query: {}, headers: {}, body };

/** The five steps with formulas that take many milliseconds each. */
function heavySteps(): { readonly planHash: string; readonly plan: Plan } {
  const { plan } = fiveSteps();
  const formula = { $expr: "range(400).map(a, range(400).map(b, a * b % 7).sum()).sum() + trigger.body.quantity" };
  const nodes = plan.nodes.map((node) =>
    node.kind === "trigger"
      ? node
      : { ...node, config: { ...node.config, fields: [{ name: node.key, value: formula }] } },
  );
  return { planHash: "bench-heavy", plan: { ...plan, nodes } };
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

function rounded(number: number): number {
  return Math.round(number * 100) / 100;
}
