import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { freePort } from "#db/embedded/postmaster.ts";

const closers: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

type Started = {
  readonly child: ChildProcess;
  readonly origin: string;
  readonly output: () => string;
  readonly exit: Promise<number | null>;
};

/** The server in a process of its own, as server/start.ts runs it but without Next: a page answers "page". */
async function startProcess(dataDir: string, settings: Record<string, string> = {}): Promise<Started> {
  const port = settings.PORT ?? String(await freePort());
  const file = (name: string) => JSON.stringify(new URL(name, import.meta.url).href);
  const env = { HEDDLE_DATA_DIR: dataDir, HEDDLE_SAMPLES: "off", HEDDLE_LOG: "error", ...settings, PORT: port };
  const script = `
    const { readEnv } = await import(${file("env.ts")});
    const { createLogger } = await import(${file("log.ts")});
    const { runUntilStopped } = await import(${file("run-until-stopped.ts")});
    const { sayReady } = await import(${file("say-ready.ts")});
    const env = readEnv(${JSON.stringify(env)});
    const say = (line) => console.log(line);
    const web = { handle: async (_, response) => response.end("page"), upgrade: async () => {}, close: async () => {} };
    await runUntilStopped({
      env, log: createLogger(env.logLevel), dev: false, say,
      prepareWeb: async () => web,
      onReady: (server) => sayReady(server, say),
    });`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["ignore", "pipe", "pipe"] });
  closers.push(() => void child.kill("SIGKILL"));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const exit = once(child, "close").then(([code]) => code as number | null);
  return { child, origin: `http://localhost:${port}`, output: () => output, exit };
}

async function dataFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "heddle-start-"));
  await chmod(folder, 0o755);
  closers.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const patience = { timeout: 30_000, interval: 10 };

/** Waits for something of a start; fails at once, with what it printed, when the process ends instead. */
async function until<T>({ output, exit }: Started, condition: () => T): Promise<Awaited<T>> {
  const ended = exit.then((code) => Promise.reject<never>(new Error(`It ended with ${code}: ${output()}`)));
  return Promise.race([vi.waitFor(condition, patience), ended]);
}

function untilReady(started: Started): Promise<void> {
  return until(started, () => expect(started.output()).toContain("Heddle is ready on http://localhost:"));
}

async function databasePid(dataDir: string): Promise<number> {
  return Number((await readFile(path.join(dataDir, "postgres", "postmaster.pid"), "utf8")).split("\n")[0]);
}

async function createWorkflow({ origin }: Started, title: string): Promise<void> {
  const created = await fetch(`${origin}/api/trpc/workflows.create`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ title }),
  });
  expect(created.status).toBe(200);
}

async function listWorkflows({ origin }: Started): Promise<string> {
  const listed = await fetch(`${origin}/api/trpc/workflows.list?input=${encodeURIComponent("{}")}`);
  return listed.text();
}

test("it answers 503 while it starts, 200 when it is ready, and Ctrl-C ends it within 10 s, database included", async () => {
  const dataDir = await dataFolder();
  const started = await startProcess(dataDir);
  const early = await until(started, () => fetch(`${started.origin}/api/health`));
  expect(early.status).toBe(503);
  expect(await early.json()).toMatchObject({ status: "starting" });
  await untilReady(started);
  const health = await fetch(`${started.origin}/api/health`);
  expect(health.status).toBe(200);
  expect(await health.json()).toMatchObject({ status: "ok", database: "ok", version: expect.any(String) });
  const pid = await databasePid(dataDir);
  // An open live stream must not hold up the end.
  const input = encodeURIComponent(JSON.stringify({ workflowId: "wf_nothere", run: "newest" }));
  const stream = fetch(`${started.origin}/api/trpc/live.watch?input=${input}`).catch(() => undefined);
  const sentAtMs = Date.now();
  started.child.kill("SIGINT");
  expect(await started.exit).toBe(0);
  expect(Date.now() - sentAtMs).toBeLessThan(10_000);
  expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  await stream;
});

test("a second start finds everything, after Ctrl-C and after kill -9", async () => {
  const dataDir = await dataFolder();
  for (const [title, signal] of [
    ["First", "SIGTERM"],
    ["Second", "SIGKILL"],
  ] as const) {
    const started = await startProcess(dataDir);
    await untilReady(started);
    await createWorkflow(started, title);
    started.child.kill(signal);
    await started.exit;
  }
  const last = await startProcess(dataDir);
  await untilReady(last);
  const listed = await listWorkflows(last);
  expect(listed).toContain('"First"');
  expect(listed).toContain('"Second"');
});

test("a second start on the same data ends with a sentence and does not disturb the first", async () => {
  const dataDir = await dataFolder();
  const first = await startProcess(dataDir);
  await untilReady(first);
  const second = await startProcess(dataDir);
  expect(await second.exit).toBe(1);
  expect(second.output()).toContain("Another Heddle is already running on");
  expect((await fetch(`${first.origin}/api/health`)).status).toBe(200);
});

test("a port that is taken ends the start with a sentence", async () => {
  const first = await startProcess(await dataFolder());
  await untilReady(first);
  const second = await startProcess(await dataFolder(), { PORT: new URL(first.origin).port });
  expect(await second.exit).toBe(1);
  expect(second.output()).toContain("is taken by another program");
});

test("Ctrl-C in the middle of the start ends it, and the next start is not hindered", async () => {
  const dataDir = await dataFolder();
  const started = await startProcess(dataDir);
  await until(started, () => fetch(`${started.origin}/api/health`));
  started.child.kill("SIGINT");
  expect(await started.exit).toBe(0);
  const next = await startProcess(dataDir);
  await untilReady(next);
});

test("a first start prints where to go and how to call each sample, and the printed line works", async () => {
  const started = await startProcess(await dataFolder(), { HEDDLE_SAMPLES: "on" });
  await untilReady(started);
  await vi.waitFor(
    () => expect(started.output()).toMatch(/--data-binary @public\/samples\/constituents\.csv/),
    patience,
  );
  const url = /constituents\.csv (http\S+)/.exec(started.output())?.[1] ?? "";
  expect(url).toContain(`${started.origin}/hooks/`);
  const csv = await readFile(new URL("../public/samples/constituents.csv", import.meta.url), "utf8");
  const response = await fetch(url, { method: "POST", body: csv, headers: { "content-type": "text/csv" } });
  expect(response.status).toBe(200);
  const counts = (await response.json()) as { sector: string; count: number }[];
  const total = counts.reduce((sum, row) => sum + row.count, 0);
  expect(total).toBe(csv.trim().split("\n").length - 1);
  expect(counts.map((row) => row.count)).toEqual(counts.map((row) => row.count).sort((a, b) => b - a));
});
