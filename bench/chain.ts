import { benchNode, benchPlan, mean, openBenchEngine, times } from "./stage/bench-engine.ts";

const steps = 40;
const goalMsPerStep = 1;

/** A run of one set-fields step beside one of forty, each with a formula over the step before: what a step adds. */
export async function bench(): Promise<readonly Record<string, unknown>[]> {
  const engine = await openBenchEngine();
  const [short, long] = [chain(1), chain(steps)];
  const input = { n: 1 };
  const taken = { one: [] as number[], forty: [] as number[] };
  // In turns, so that both meet the same weather; means, because commits of this size take whole ticks of the disk.
  for (let round = 0; round < 6; round++) {
    const one = await times(60, () => engine.run(short, input));
    const forty = await times(60, () => engine.run(long, input));
    if (round === 0) continue;
    taken.one.push(...one);
    taken.forty.push(...forty);
  }
  await engine.stop();
  const [msOneStep, msMean] = [mean(taken.one), mean(taken.forty)];
  const msPerStep = Math.round(((msMean - msOneStep) / (steps - 1)) * 1_000) / 1_000;
  return [{ bench: "chain", case: `${steps} steps`, msOneStep, msMean, msPerStep, goalMsPerStep }];
}

function chain(length: number) {
  const nodes = [benchNode("t", "manual", {})];
  for (let step = 1; step <= length; step++) {
    const source = step === 1 ? "trigger.n + 1" : `steps.s${step - 1}.n${step - 1} + 1`;
    const fields = [{ name: `n${step}`, value: { $expr: source } }];
    nodes.push(benchNode(`s${step}`, "set-fields", { fields, keep: false }));
  }
  return benchPlan(nodes, [nodes.map((node) => node.key)]);
}
