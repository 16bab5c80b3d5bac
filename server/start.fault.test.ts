import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { get, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, expect, test, vi } from "vitest";
import { graphOf } from "#core/graph/graph-of.ts";
import { nodeRegistry } from "#core/nodes/registry.ts";
import { writeWorkflowFile } from "#core/workflow-file/write-workflow-file.ts";
import { clearLeftover, freePort } from "#db/embedded/postmaster.ts";

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
async function startProcess(
  dataDir: string,
  settings: Record<string, string> = {},
  prepareWeb = "async () => web",
): Promise<Started> {
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
      prepareWeb: ${prepareWeb},
      onReady: (server) => sayReady(server, say),
    });`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const exit = once(child, "close").then(([code]) => code as number | null);
  closers.push(async () => {
    child.kill("SIGKILL");
    await exit;
  });
  return { child, origin: `http://localhost:${port}`, output: () => output, exit };
}

async function dataFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "heddle-start-"));
  await chmod(folder, 0o755);
  closers.push(async () => {
    // The database outlives a process that was killed and writes until it is ended, too.
    await clearLeftover(path.join(folder, "postgres"));
    await rm(folder, { recursive: true, force: true });
  });
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

/** Calls a procedure that changes something. */
async function ask<T>({ origin }: Started, procedure: string, input: unknown): Promise<T> {
  const response = await fetch(`${origin}/api/trpc/${procedure}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(input),
  });
  const answer = await response.text();
  expect(response.status, answer).toBe(200);
  return JSON.parse(answer).result.data as T;
}

/** Publishes webhook > wait through the API; answers where it is called. */
async function publishWait(started: Started, seconds: number): Promise<string> {
  const nodes = { wait: { config: { amount: seconds, unit: "seconds" } } };
  const file = writeWorkflowFile(graphOf("webhook > wait", { types: nodeRegistry, nodes }));
  const { workflowId } = await ask<{ workflowId: string }>(started, "workflows.import", { text: file });
  await ask(started, "versions.publish", { workflowId });
  const input = encodeURIComponent(JSON.stringify({ workflowId }));
  const response = await fetch(`${started.origin}/api/trpc/workflows.get?input=${input}`);
  const path = /\/hooks\/[\w-]{43}/.exec(await response.text())?.[0];
  return `${started.origin}${path}`;
}

async function getOnNewConnection(url: string): Promise<{ status: number | undefined; body: string }> {
  const [response] = (await once(get(url, { agent: false }), "response")) as [IncomingMessage];
  return { status: response.statusCode, body: await text(response) };
}

async function runsOf({ origin }: Started): Promise<string> {
  const response = await fetch(`${origin}/api/trpc/runs.list?input=${encodeURIComponent("{}")}`);
  return response.text();
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
  const lock = path.join(dataDir, "postgres", "postmaster.pid");
  expect(await readFile(lock, "utf8")).toContain("ready");
  // An open live stream must not hold up the end.
  const input = encodeURIComponent(JSON.stringify({ workflowId: "wf_nothere", run: "newest" }));
  const stream = fetch(`${started.origin}/api/trpc/live.watch?input=${input}`).catch(() => undefined);
  const sentAtMs = Date.now();
  started.child.kill("SIGINT");
  expect(await started.exit).toBe(0);
  expect(Date.now() - sentAtMs).toBeLessThan(10_000);
  // Postgres takes its lock away when it has shut down cleanly, and only then.
  await expect(readFile(lock, "utf8")).rejects.toThrow("ENOENT");
  await stream;
});

test("while it stops, calls under way are answered and newcomers are told 503; it takes less than 10 s", async () => {
  const started = await startProcess(await dataFolder());
  await untilReady(started);
  const url = await publishWait(started, 2);
  const call = fetch(url, { method: "POST", body: "{}", headers: { "content-type": "application/json" } });
  await until(started, async () => expect(await runsOf(started)).toContain('"running"'));
  const sentAtMs = Date.now();
  started.child.kill("SIGINT");
  const late = await until(started, async () => {
    const answer = await getOnNewConnection(`${started.origin}/api/health`);
    expect(answer.status).toBe(503);
    return answer;
  });
  expect(JSON.parse(late.body)).toMatchObject({ status: "stopping" });
  expect((await call).status).toBe(200);
  expect(await started.exit).toBe(0);
  expect(Date.now() - sentAtMs).toBeLessThan(10_000);
});

test("until the database is down, whoever connects is told 503 and is not turned away", async () => {
  const dataDir = await dataFolder();
  const started = await startProcess(dataDir);
  await untilReady(started);
  const ask = () => getOnNewConnection(`${started.origin}/api/health`).then(({ status }) => status);
  started.child.kill("SIGINT");
  await until(started, async () => expect(await ask()).toBe(503));
  const told = new Set<number | undefined>();
  for (let status = await ask().catch(() => null); status !== null; status = await ask().catch(() => null)) {
    told.add(status);
  }
  // Postgres takes its lock away when it has shut down cleanly, and only then.
  await expect(readFile(path.join(dataDir, "postgres", "postmaster.pid"))).rejects.toThrow("ENOENT");
  expect([...told]).toEqual([503]);
  expect(await started.exit).toBe(0);
});

test("a second start finds everything, after Ctrl-C and after kill -9", async () => {
  const dataDir = await dataFolder();
  for (const [title, signal] of [
    ["First", "SIGTERM"],
    ["Second", "SIGKILL"],
  ] as const) {
    const started = await startProcess(dataDir);
    await untilReady(started);
    await ask(started, "workflows.create", { title });
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

test("a database that cannot be reached ends the start with a sentence, without waiting for the pages", async () => {
  const started = await startProcess(
    await dataFolder(),
    { DATABASE_URL: "postgres://me:hunter2@127.0.0.1:1/heddle" },
    `(signal) => new Promise((_, reject) => {
      const building = setInterval(() => undefined, 1000);
      signal.addEventListener("abort", () => { clearInterval(building); reject(signal.reason); });
    })`,
  );
  expect(await started.exit).toBe(1);
  expect(started.output()).toMatch(/The database of DATABASE_URL cannot be reached .* Check that it runs/);
  expect(started.output()).not.toContain("hunter2");
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
