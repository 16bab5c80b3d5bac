import type { Json } from "#core/json/json.ts";
import { createJail, type Jail } from "#server/jail/jail.ts";
import { createLogger } from "#server/log.ts";

const measureMs = 4_000;
const first = 12;

/**
 * What a script costs beside itself: the first of a workspace on a warm spare, the next ones in the process that is kept
 * for it, and how many a second go through.
 */
export async function bench(): Promise<readonly Record<string, unknown>[]> {
  const jail = createJail({ log: createLogger("silent"), memoryMbMax: 256 });
  try {
    const confinement = await jail.confinement();
    return [
      { bench: "code", case: "first script of a workspace, on a warm spare", confinement, ...(await firsts(jail)) },
      { bench: "code", case: "next script of the workspace", ...(await nexts(jail, 1, { lines: 3 })) },
      { bench: "code", case: "next script, 1 MB in and out", ...(await nexts(jail, 1, "x".repeat(1_000_000))) },
      { bench: "code", case: "as many at once as there are places", ...(await nexts(jail, 16, { lines: 3 })) },
    ];
  } finally {
    await jail.stop();
  }
}

async function firsts(jail: Jail) {
  const times: number[] = [];
  for (let at = 0; at < first; at++) {
    // Spares are replaced in the background; a new workspace finds one ready after a moment.
    await new Promise((resolve) => setTimeout(resolve, 700));
    times.push(await timeOf(jail, `w_${at}`, null));
  }
  return spread(times);
}

async function nexts(jail: Jail, atOnce: number, input: Json) {
  for (let at = 0; at < 20; at++) await timeOf(jail, "w_warm", input);
  const times: number[] = [];
  const since = performance.now();
  const until = since + measureMs;
  const one = async () => {
    while (performance.now() < until) times.push(await timeOf(jail, "w_warm", input));
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  const seconds = (performance.now() - since) / 1_000;
  return { ...spread(times), scriptsPerSecond: Math.round(times.length / seconds) };
}

async function timeOf(jail: Jail, workspaceId: string, input: Json): Promise<number> {
  const since = performance.now();
  const given = new Map([["input", input]]);
  const run = await jail.run(workspaceId, {
    source: "return input;",
    given,
    timeoutMs: 5_000,
    memoryBytes: 64 * 1024 * 1024,
  });
  if (!run.ok || run.answer.kind !== "value")
    throw new Error(`A script of the benchmark ended as ${JSON.stringify(run)}`);
  return performance.now() - since;
}

function spread(times: number[]) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => Number((sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1));
  return { p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1), scripts: times.length };
}
