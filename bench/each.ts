import { benchNode, benchPlan, openBenchEngine, quantile, times } from "./stage/bench-engine.ts";

const goalMs = 150;
const goalMb = 300;
const manyItems = 100_000;

/**
 * A long list, a few items at a time, with what the process takes at most for it (engine and modules included), and a
 * list whose items are all worked on at once.
 */
export async function bench(): Promise<readonly Record<string, unknown>[]> {
  const engine = await openBenchEngine();
  const before = process.memoryUsage().rss;
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 20);
  const many = Array.from({ length: manyItems }, (_, n) => n);
  const [long = 0] = await times(1, () => engine.run(plan(8), many));
  clearInterval(watch);
  const wide = plan(1_000);
  const thousand = Array.from({ length: 1_000 }, (_, n) => n);
  await times(15, () => engine.run(wide, thousand));
  const taken = await times(30, () => engine.run(wide, thousand));
  await engine.stop();
  const mb = (bytes: number) => Math.round(bytes / 1024 / 1024);
  return [
    {
      bench: "each",
      case: `${manyItems.toLocaleString("en")} items, 8 at once`,
      seconds: Math.round(long / 10) / 100,
      itemsPerSecond: Math.round(manyItems / (long / 1_000)),
      processMbBefore: mb(before),
      processMbMost: mb(most),
      goalMb,
    },
    { bench: "each", case: "1,000 at once", msMedian: quantile(taken, 0.5), msP95: quantile(taken, 0.95), goalMs },
  ];
}

function plan(parallel: number) {
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
