import type { RunEvent } from "#core/schedule/event.ts";
import { readEvents } from "#db/queries/events.ts";
import { type BenchCluster, openBenchCluster } from "./stage/bench-cluster.ts";
import { at, body, fiveSteps } from "./stage/five-steps.ts";
import { publishFiveSteps } from "./stage/publish-five-steps.ts";

const atOnce = [1, 16];
const runsWarmUp = 100;
const runsMeasured = 600;
/** Of one run after another: a worker that is asked again at once has no time to fall asleep. */
const pauseMs = 5;

/**
 * From the moment at which a run is durable in the process that accepted it to the moment at which a worker process begins
 * its first step: the queue, the claim and the reading of the journal. Both clocks are of this machine.
 */
export async function bench(): Promise<readonly Record<string, unknown>[]> {
  const cluster = await openBenchCluster();
  await publishFiveSteps(cluster.database.owner);
  await cluster.startWorker();
  const lines: Record<string, unknown>[] = [];
  for (const width of atOnce) {
    await measure(cluster, { width, runs: runsWarmUp });
    const runs = await measure(cluster, { width, runs: runsMeasured });
    const dispatched = runs.map((run) => run.dispatchMs).sort((a, b) => a - b);
    const answered = runs.map((run) => run.answerMs).sort((a, b) => a - b);
    lines.push({
      bench: "dispatch",
      case: `${width} at once`,
      runs: runs.length,
      msMedian: at100(dispatched, 50),
      msP95: at100(dispatched, 95),
      msP99: at100(dispatched, 99),
      goalMsP95: 20,
      answerMsMedian: at100(answered, 50),
      answerMsP95: at100(answered, 95),
    });
  }
  await cluster.stop();
  return lines;
}

type Measured = { readonly dispatchMs: number; readonly answerMs: number };

async function measure(cluster: BenchCluster, load: { width: number; runs: number }): Promise<readonly Measured[]> {
  const measured: Measured[] = [];
  let begun = 0;
  const lane = async () => {
    while (begun < load.runs) {
      begun += 1;
      measured.push(await one(cluster));
      if (load.width === 1) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  };
  await Promise.all(Array.from({ length: load.width }, lane));
  return measured;
}

async function one({ engine, database }: BenchCluster): Promise<Measured> {
  const { plan } = stage;
  const begunAt = performance.now();
  const { runId, ended } = await engine.start({ ...at, plan, mode: "live", input });
  const durableAt = performance.timeOrigin + performance.now();
  const { status } = await ended;
  const answerMs = performance.now() - begunAt;
  if (status !== "succeeded") throw new Error(`A run of the benchmark ended as ${status}.`);
  const events = await readEvents(database.databases.engine, { workspaceId: at.workspaceId, runId, limit: 2 });
  return { dispatchMs: Math.max(0, firstStepAt(events) - durableAt), answerMs };
}

const stage = fiveSteps();
const input = { method: "POST", query: {}, headers: {}, body };

/** The event after `run.started` is written when the worker has the run in its hands. */
function firstStepAt(events: readonly RunEvent[]): number {
  const second = events[1];
  if (!second) throw new Error("A run of the benchmark has no second event.");
  return second.at;
}

function at100(sorted: readonly number[], percent: number): number {
  const value = sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0;
  return Math.round(value * 100) / 100;
}
