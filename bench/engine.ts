import { nodeRegistry } from "#core/nodes/registry.ts";
import { createLogger } from "#server/log.ts";
import { createEngine } from "#server/run/engine.ts";
import { createBareJournal } from "./bare/bare-journal.ts";
import { recordedJournal } from "./bare/recorded-journal.ts";
import { openBenchDatabase } from "./stage/bench-database.ts";
import { at, body, fiveSteps } from "./stage/five-steps.ts";

const atOnce = [1, 16, 64];
const warmUpMs = 1_500;
const measureMs = 4_000;

/** Runs a second without HTTP, so many at once, from start to the durable end, beside appending the same journal bare. */
export async function bench(): Promise<readonly Record<string, unknown>[]> {
  const database = await openBenchDatabase();
  await database.owner`insert into workspaces (workspace_id, name) values (${at.workspaceId}, 'Bench')`;
  const { engine: sql } = database.databases;
  const engine = createEngine({
    sql,
    registry: nodeRegistry,
    interpret: () => Promise.reject(new Error("This workflow has no effects.")),
    log: createLogger("error"),
    installation: "bench",
  });
  const { plan } = fiveSteps();
  const input = { method: "POST", query: {}, headers: {}, body };
  const one = async () => {
    const { ended } = await engine.start({ ...at, plan, mode: "live", input });
    const { status } = await ended;
    if (status !== "succeeded") throw new Error(`A run of the benchmark ended as ${status}.`);
  };
  await one();
  const bare = createBareJournal(sql, at.workspaceId);
  const events = await recordedJournal(sql);
  const lines: Record<string, unknown>[] = [];
  for (const runsAtOnce of atOnce) {
    const bareOne = () => bare.append(events);
    await repeat(runsAtOnce, warmUpMs, bareOne);
    await repeat(runsAtOnce, warmUpMs, one);
    // Taken in turns, so that both meet the same weather.
    const rounds = [];
    for (let round = 0; round < 3; round++) {
      rounds.push({
        bare: await repeat(runsAtOnce, measureMs / 3, bareOne),
        own: await repeat(runsAtOnce, measureMs / 3, one),
      });
    }
    const own = mean(rounds.map((round) => round.own));
    const bareRate = mean(rounds.map((round) => round.bare));
    lines.push({
      bench: "engine",
      case: `${runsAtOnce} at once`,
      eventsPerRun: events.length,
      runsPerSecond: Math.round(own),
      msMean: rounded((runsAtOnce / own) * 1_000),
      bareRunsPerSecond: Math.round(bareRate),
      ratio: rounded(own / bareRate),
      goalRatio: runsAtOnce === 64 ? 0.5 : null,
    });
  }
  await engine.stop();
  await database.stop();
  return lines;
}

/** Keeps so many going at once for a while; answers how many ended a second. */
async function repeat(width: number, ms: number, one: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  let count = 0;
  const lane = async () => {
    while (performance.now() - begin < ms) {
      await one();
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  return (count / (performance.now() - begin)) * 1_000;
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

function rounded(number: number): number {
  return Math.round(number * 100) / 100;
}
