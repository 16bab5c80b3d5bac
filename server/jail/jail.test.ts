import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { createLogger } from "../log.ts";
import { createJail } from "./jail.ts";
import { descendants, isBusy, isRunning } from "./testing/descendants.ts";
import { endOf, type Given, runInJail, valueIn } from "./testing/run-in-jail.ts";

const log = createLogger("silent");
const jail = createJail({ log, memoryMbMax: 256 });
afterAll(() => jail.stop());

const run = (source: string, more?: Given) => runInJail(jail, source, more);

async function answerOf(source: string, more?: Given) {
  const done = await run(source, more);
  return done.ok ? done.answer : done.why;
}

async function returned(source: string, given: Given["given"] = {}) {
  return valueIn(await run(source, { given }));
}

/** Takes its time without a timer, which scripts do not have. */
const busy = (ms: number) => `const from = Date.now(); while (Date.now() - from < ${ms}); return from;`;

describe("a script", () => {
  it("gets its input and its constants, and answers what it returns", async () => {
    const given = { input: { lines: [{ price: 2, count: 3 }] }, rate: 0.5 };
    const source = "const total = input.lines[0].price * input.lines[0].count;\nreturn { total, tax: total * rate };";
    expect(await returned(source, given)).toEqual({ total: 6, tax: 3 });
  });

  it("answers null when it returns nothing, and data as JSON has it", async () => {
    expect(await returned("")).toBeNull();
    expect(await returned("return [undefined, NaN, new Date(0), 'é\u{1F600}\\u0000']")).toEqual([
      null,
      null,
      "1970-01-01T00:00:00.000Z",
      "é\u{1F600}\u0000",
    ]);
  });

  it("may await what it brings to an end itself, and may hide a constant with a variable of its own", async () => {
    const source = "const input = 7; const all = await Promise.all([1, 2].map(async (x) => x + input)); return all;";
    expect(await returned(source)).toEqual([8, 9]);
  });

  it("keeps what is written to the console, by level", async () => {
    const done = await run(`console.log("a", { b: 1 }, [2]); console.warn(null); console.error(new TypeError("no"));
      console.info(undefined, 3n, Symbol("s"), () => 1);`);
    expect(done.ok && done.console).toEqual([
      { level: "log", text: 'a {"b":1} [2]' },
      { level: "warn", text: "null" },
      { level: "error", text: "TypeError: no" },
      { level: "info", text: "undefined 3 Symbol(s) () => 1" },
    ]);
  });

  it("that throws tells the line, and keeps what it wrote before", async () => {
    const done = await run('console.log("before");\nconst order = input;\n\nreturn order.total;');
    expect(done.ok && done.answer).toMatchObject({ kind: "threw", name: "TypeError", line: 4 });
    expect(done.ok && done.console).toEqual([{ level: "log", text: "before" }]);
    expect(await answerOf("\nthrow 'plain'")).toMatchObject({ kind: "threw", message: "plain" });
    expect(await answerOf("throw { status: 404 }")).toMatchObject({
      kind: "threw",
      name: "",
      message: '{"status":404}',
    });
    expect(await answerOf("throw { message: 'bare' }")).toMatchObject({ kind: "threw", name: "", message: "bare" });
    expect(await answerOf("const f = async () => {\n  throw new Error('late');\n};\nawait f();")).toMatchObject({
      kind: "threw",
      message: "late",
      line: 2,
    });
  });

  it("that cannot be read tells the line", async () => {
    expect(await answerOf("const a = 1;\nreturn a +;")).toMatchObject({ kind: "threw", name: "SyntaxError", line: 2 });
  });
});

describe("the jail", { timeout: 30_000 }, () => {
  it("runs so many scripts at once; waiting for a place takes nothing of a script's own time", async () => {
    const narrow = createJail({ log, memoryMbMax: 64, scriptsAtOnce: 1, spares: 1 });
    const all = await Promise.all(Array.from({ length: 4 }, () => runInJail(narrow, busy(300), { timeoutMs: 1_000 })));
    const starts = all.map((one) => Number(valueIn(one)));
    // Together they take longer than any of them may.
    for (const [at, start] of starts.entries())
      if (at > 0) expect(start - (starts[at - 1] ?? 0)).toBeGreaterThanOrEqual(300);
    await narrow.stop();
  });

  it("lets workspaces take turns, so that none waits for all scripts of another", async () => {
    const narrow = createJail({ log, memoryMbMax: 64, scriptsAtOnce: 1, spares: 1 });
    const order: string[] = [];
    const note = async (workspaceId: string, name: string) => {
      valueIn(await runInJail(narrow, "return 1;", { workspaceId }));
      order.push(name);
    };
    await Promise.all([
      ...["a1", "a2", "a3", "a4"].map((name) => note("w_a", name)),
      ...["b1", "b2"].map((name) => note("w_b", name)),
    ]);
    expect(order).toEqual(["a1", "a2", "b1", "a3", "b2", "a4"]);
    await narrow.stop();
  });

  it("kills a script that is cancelled, and lets the next one begin", async () => {
    const narrow = createJail({ log, memoryMbMax: 64, scriptsAtOnce: 1, spares: 0 });
    // From here on a process is there, so the next script runs at once.
    expect(valueIn(await runInJail(narrow, "return 1;"))).toBe(1);
    const [running, waiting] = [new AbortController(), new AbortController()];
    const first = runInJail(narrow, "for (;;);", { signal: running.signal, timeoutMs: 600_000 });
    const second = runInJail(narrow, "return 2;", { signal: waiting.signal });
    const third = runInJail(narrow, "return 3;");
    waiting.abort();
    expect(endOf(await second)).toBe("process cancelled");
    await vi.waitFor(() => expect(descendants().some(isBusy)).toBe(true));
    running.abort();
    expect(endOf(await first)).toBe("process cancelled");
    expect(valueIn(await third)).toBe(3);
    expect(endOf(await runInJail(narrow, "return 4;", { signal: AbortSignal.abort() }))).toBe("process cancelled");
    await narrow.stop();
  });

  it("has a bounded number of processes, and none once it has stopped", async () => {
    await jail.stop();
    const before = new Set(descendants());
    const own = () => descendants().filter((pid) => !before.has(pid)).length;
    const wide = createJail({ log, memoryMbMax: 64, scriptsAtOnce: 2, spares: 1 });
    await wide.confinement();
    let most = 0;
    const looking = setInterval(() => {
      most = Math.max(most, own());
    }, 5);
    const workspaces = Array.from({ length: 12 }, (_, at) => `w_${at}`);
    const all = await Promise.all(workspaces.map((workspaceId) => runInJail(wide, busy(20), { workspaceId })));
    clearInterval(looking);
    expect(all.map(endOf)).toEqual(workspaces.map(() => "value"));
    // Two at work, two kept, two spares on their way while one is taken, and those that are about to be gone; each may be
    // a pair with what confines it. One for each workspace would be more.
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(2 * workspaces.length);
    const late = runInJail(wide, "for (;;);", { timeoutMs: 600_000 });
    await vi.waitFor(() => expect(own()).toBeGreaterThan(0));
    await wide.stop();
    expect(endOf(await late)).toMatch(/^process /);
    expect(own()).toBe(0);
    expect(endOf(await runInJail(wide, "return 1;"))).toBe("process no-process");
  });

  it("leaves nothing running when the server is killed in the middle of a script", async () => {
    const program = path.join(import.meta.dirname, "testing/jail-owner-process.ts");
    const owner = spawn(process.execPath, [program], { stdio: ["ignore", "pipe", "inherit"] });
    await once(owner.stdout, "data");
    const jailed = descendants(owner.pid);
    expect(jailed.length).toBeGreaterThan(0);
    owner.kill("SIGKILL");
    await once(owner, "exit");
    await vi.waitFor(() => expect(jailed.filter(isRunning)).toEqual([]), { timeout: 10_000 });
  });
});
