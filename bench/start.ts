import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "#db/embedded/postmaster.ts";
import { ensureProductionBuild } from "#server/web/production-build.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const goalMs = 5_000;
const rounds = 3;

/**
 * From `npm start`, built, to the first 200 of /api/health: on no data (the database and the samples are made), on
 * data, and after kill -9. Beside it `next start` alone on the same build, which has no database and no workflows.
 */
export async function bench(): Promise<readonly Record<string, unknown>[]> {
  await ensureProductionBuild({ dir: root, say: () => undefined, signal: new AbortController().signal });
  const bareMs = await fastest(async () => {
    const { ms, child } = await timeNext();
    await end(child, "SIGTERM");
    return ms;
  });
  const cases: Record<string, () => Promise<number>> = {
    "no data": () => withFolder((folder) => startAndEnd(folder, "SIGINT")),
    "with data": () => withFolder((folder) => secondStart(folder, "SIGINT")),
    "after kill -9": () => withFolder((folder) => secondStart(folder, "SIGKILL")),
  };
  const lines: Record<string, unknown>[] = [];
  for (const [name, measure] of Object.entries(cases)) {
    const readyMs = await fastest(measure);
    lines.push({
      bench: "start",
      case: name,
      readyMs: Math.round(readyMs),
      bareNextMs: Math.round(bareMs),
      ratio: Math.round((readyMs / bareMs) * 100) / 100,
      goal: `readyMs ${goalMs}`,
    });
  }
  return lines;
}

/** The fastest of some: other work on the machine only ever adds. */
async function fastest(measure: () => Promise<number>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) times.push(await measure());
  return Math.min(...times);
}

async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), "heddle-bench-start-"));
  await chmod(folder, 0o755);
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function secondStart(folder: string, firstEnds: NodeJS.Signals): Promise<number> {
  await startAndEnd(folder, firstEnds);
  return startAndEnd(folder, "SIGINT");
}

async function startAndEnd(folder: string, signal: NodeJS.Signals): Promise<number> {
  const port = String(await freePort());
  const env = { ...process.env, PORT: port, HEDDLE_DATA_DIR: folder, HEDDLE_LOG: "error" };
  const { ms, child } = await timeTo200(`http://127.0.0.1:${port}/api/health`, () =>
    spawn("npm", ["start"], { cwd: root, env, stdio: "ignore", detached: true }),
  );
  await end(child, signal);
  return ms;
}

async function timeNext() {
  const port = String(await freePort());
  const next = path.join(root, "node_modules", "next", "dist", "bin", "next");
  return timeTo200(`http://127.0.0.1:${port}/`, () =>
    spawn(process.execPath, [next, "start", "--port", port, "--hostname", "127.0.0.1"], {
      cwd: root,
      stdio: "ignore",
      detached: true,
    }),
  );
}

async function timeTo200(url: string, start: () => ChildProcess): Promise<{ ms: number; child: ChildProcess }> {
  const startedAtMs = performance.now();
  const child = start();
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode} instead of getting ready.`);
    const isReady = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (isReady) return { ms: performance.now() - startedAtMs, child };
    await delay(10);
  }
}

/** Signals the whole group, as Ctrl-C at a terminal does, and waits until it is gone. */
async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.pid === undefined) return;
  const gone = once(child, "close");
  process.kill(-child.pid, signal);
  await gone;
}
