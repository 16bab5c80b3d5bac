import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import postgres from "postgres";
import { afterEach, expect, test, vi } from "vitest";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./embedded.ts";

const closers: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** An empty data folder that any system user may enter. */
async function dataFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "heddle-embedded-"));
  await chmod(folder, 0o755);
  closers.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function start(dataDir: string): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, password: "abc123", say: () => undefined });
  closers.push(() => server.stop());
  return server;
}

async function query(url: string, statement: string) {
  const sql = postgres(url, { max: 1, backoff: () => 0.05 });
  try {
    return await sql.unsafe(statement);
  } finally {
    await sql.end();
  }
}

type Started = { readonly child: ChildProcess; readonly url: string; readonly pid: number };

/** The database started by a process of its own, so that it can be killed. */
async function startElsewhere(dataDir: string): Promise<Started> {
  const script = `
    import { startEmbeddedPostgres } from ${JSON.stringify(new URL("embedded.ts", import.meta.url).href)};
    const server = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, password: "abc123", say() {} });
    console.log(JSON.stringify({ url: server.url, pid: server.pid() }));
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  closers.push(() => void child.kill("SIGKILL"));
  const lines = createInterface({ input: child.stdout });
  const [line] = await once(lines, "line");
  return { child, ...(JSON.parse(line) as { url: string; pid: number }) };
}

test("a second start finds everything", async () => {
  const dataDir = await dataFolder();
  const first = await start(dataDir);
  await query(first.url, "create table kept as select 42 as answer");
  await first.stop();
  const second = await start(dataDir);
  expect(await query(second.url, "select answer from kept")).toMatchObject([{ answer: 42 }]);
});

test("after kill -9 of our process the next start takes over what it left and finds everything committed", async () => {
  const dataDir = await dataFolder();
  const { child, url, pid } = await startElsewhere(dataDir);
  await query(url, "create table kept as select 42 as answer");
  child.kill("SIGKILL");
  await once(child, "exit");
  // The orphan is still there: the test would prove nothing otherwise.
  expect(() => process.kill(pid, 0)).not.toThrow();
  const next = await start(dataDir);
  expect(next.pid()).not.toBe(pid);
  expect(await query(next.url, "select answer from kept")).toMatchObject([{ answer: 42 }]);
});

test("after kill -9 of our process and of the database the next start recovers everything committed", async () => {
  const dataDir = await dataFolder();
  const { child, url, pid } = await startElsewhere(dataDir);
  await query(url, "create table kept as select 42 as answer");
  child.kill("SIGKILL");
  process.kill(pid, "SIGKILL");
  await once(child, "exit");
  const next = await start(dataDir);
  expect(await query(next.url, "select answer from kept")).toMatchObject([{ answer: 42 }]);
});

test("a lock file whose number belongs to another living process does not stop the start", async () => {
  const dataDir = await dataFolder();
  const first = await start(dataDir);
  await first.stop();
  await writeFile(
    path.join(dataDir, "postgres", "postmaster.pid"),
    `${process.ppid}\n${dataDir}\n0\n5432\n\n127.0.0.1\n0 0\nready\n`,
  );
  const second = await start(dataDir);
  expect(await query(second.url, "select 1 as one")).toMatchObject([{ one: 1 }]);
});

test("a database that dies under us comes back at the same address", async () => {
  const server = await start(await dataFolder());
  const died = server.pid();
  process.kill(died, "SIGKILL");
  await vi.waitFor(() => expect(server.pid()).not.toBe(died), { timeout: 30_000, interval: 20 });
  expect(await query(server.url, "select 1 as one")).toMatchObject([{ one: 1 }]);
});

test("a second process on the same folder is refused with a sentence, and the first is not disturbed", async () => {
  const dataDir = await dataFolder();
  const first = await start(dataDir);
  await expect(start(dataDir)).rejects.toThrow(/^Another Heddle is already running on .* Stop it first/);
  expect(await query(first.url, "select 1 as one")).toMatchObject([{ one: 1 }]);
});

test("a first start that was killed half way leaves nothing that the next one trips over", async () => {
  const dataDir = await dataFolder();
  await mkdir(path.join(dataDir, "postgres.new"));
  await writeFile(path.join(dataDir, "postgres.new", "PG_VERSION"), "18\n");
  const server = await start(dataDir);
  expect(await query(server.url, "select 1 as one")).toMatchObject([{ one: 1 }]);
});

test("commits are durable and texts are UTF-8 with an order that does not depend on the system", async () => {
  const server = await start(await dataFolder());
  const settings = await query(
    server.url,
    `select name, setting from pg_settings
     where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'listen_addresses', 'server_encoding') order by name`,
  );
  expect(settings.map((row) => [row.name, row.setting])).toEqual([
    ["fsync", "on"],
    ["full_page_writes", "on"],
    ["listen_addresses", "127.0.0.1"],
    ["server_encoding", "UTF8"],
    ["synchronous_commit", "on"],
  ]);
  const [locale] = await query(
    server.url,
    "select datlocprovider, datlocale from pg_database where datname = 'postgres'",
  );
  expect(locale).toMatchObject({ datlocprovider: "b", datlocale: "C.UTF-8" });
});

test("nobody gets in without the password", async () => {
  const server = await start(await dataFolder());
  const wrong = server.url.replace("abc123", "guess");
  await expect(query(wrong, "select 1")).rejects.toMatchObject({ code: "28P01" });
});
