import type { Plan } from "#core/compile/plan.ts";
import type { Json } from "#core/json/json.ts";
import { type BenchCluster, type BenchWorker, openBenchCluster } from "./stage/bench-cluster.ts";
import { at, body, fiveSteps } from "./stage/five-steps.ts";
import { keepPlan, publishFiveSteps } from "./stage/publish-five-steps.ts";

/** Runs in flight while measuring: enough that no worker waits for the process that accepts. */
const width = 32;
const rounds = 3;

/**
 * The same runs with one worker process and with two, in turns: of steps that only reckon, and of short webhook runs that
 * mostly write. Postgres, Redis and the process that accepts share the machine with the workers, and on two cores nothing
 * is left for the second one: so it is told as well what two would be worth on cores of their own, from the processor
 * time that the runs took of one worker and of the busier of two.
 */
export async function bench(): Promise<readonly Record<string, unknown>[]> {
  const cluster = await openBenchCluster();
  const heavy = heavySteps();
  await publishFiveSteps(cluster.database.owner);
  await keepPlan(cluster.database.owner, { hash: heavy.planHash, plan: heavy.plan });
  const cases = [
    { name: "steps that reckon", ...heavy, runs: 48, goalRatio: 1.6 },
    { name: "short webhook runs", planHash: at.planHash, plan: fiveSteps().plan, runs: 1_000, goalRatio: null },
  ];
  const first = await cluster.startWorker();
  const one = cases.map((): Measured[] => []);
  const two = cases.map((): Measured[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [place, each] of cases.entries()) one[place]?.push(await measure(cluster, each, [first]));
    const second = await cluster.startWorker();
    for (const [place, each] of cases.entries()) two[place]?.push(await measure(cluster, each, [first, second]));
    await second.stop();
  }
  await cluster.stop();
  return cases.map(({ name, runs, goalRatio }, place) => {
    const [alone, together] = [meanOf(one[place] ?? []), meanOf(two[place] ?? [])];
    return {
      bench: "workers",
      case: name,
      runs,
      runsPerSecondOneWorker: rounded(alone.rate),
      runsPerSecondTwoWorkers: rounded(together.rate),
      ratio: rounded(together.rate / alone.rate),
      ratioOnCoresOfTheirOwn: rounded(alone.cpuMs / together.cpuMs),
      goalRatio,
    };
  });
}

/** Runs a second, and the processor time that the busiest worker took for them. */
type Measured = { readonly rate: number; readonly cpuMs: number };

type Case = { readonly planHash: string; readonly plan: Plan; readonly runs: number };

/** From the first start to the last end. */
async function measure(
  { engine }: BenchCluster,
  { planHash, plan, runs }: Case,
  workers: readonly BenchWorker[],
): Promise<Measured> {
  const before = workers.map((worker) => worker.cpuMs());
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
  const rate = (runs / (performance.now() - begin)) * 1_000;
  return { rate, cpuMs: Math.max(...workers.map((worker, place) => worker.cpuMs() - (before[place] ?? 0))) };
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

function meanOf(all: readonly Measured[]): Measured {
  const mean = (pick: (one: Measured) => number) => all.reduce((sum, one) => sum + pick(one), 0) / all.length;
  return { rate: mean(({ rate }) => rate), cpuMs: mean(({ cpuMs }) => cpuMs) };
}

function rounded(number: number): number {
  return Math.round(number * 100) / 100;
}
