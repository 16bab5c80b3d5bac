import { createServer } from "node:net";
import path from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { createLogger } from "../log.ts";
import { confinements, uidOf } from "./confinement.ts";
import { createJail, type Jail, type JailOptions } from "./jail.ts";
import { startJailedProcess } from "./jailed-process.ts";
import { commandOf, descendants, isRunning } from "./testing/descendants.ts";

const program = path.join(import.meta.dirname, "testing/hostile-process.ts");
const log = createLogger("silent");
const open: Jail[] = [];
const baseline = descendants().length;

function jailWith(more: Partial<JailOptions> = {}): Jail {
  const jail = createJail({ log, memoryMbMax: 64, scriptsAtOnce: 1, spares: 0, program, ...more });
  open.push(jail);
  return jail;
}

/** The program reads its orders from a comment, which the jail leaves as it is. */
function order(jail: Jail, deed: string, { timeoutMs = 10_000, workspaceId = "w_1" } = {}) {
  const script = { source: `// ${deed}`, given: new Map(), timeoutMs, memoryBytes: 1024 * 1024 };
  return jail.run(workspaceId, script);
}

async function isBackToBaseline() {
  await vi.waitFor(() => expect(descendants().length).toBe(baseline), { timeout: 10_000 });
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((jail) => jail.stop()));
  await isBackToBaseline();
});

describe("r2 a process that was taken over", { timeout: 30_000 }, () => {
  const deeds = {
    hang: "timeout",
    exit: "ended",
    crash: "ended",
    garbage: "broken",
    flood: "broken",
    "endless-frame": "broken",
    "huge-frame": "broken",
    "3mb": "broken",
    deep: "broken",
    "polluting-head": "broken",
    "not-an-object": "broken",
    "odd-console": "broken",
    "odd-line": "broken",
  } as const;
  it.each(Object.entries(deeds))("that does %s is killed, and the next script is served", async (deed, why) => {
    const jail = jailWith();
    const done = await order(jail, deed, { timeoutMs: deed === "hang" ? 200 : 10_000 });
    expect(done).toEqual({ ok: false, why });
    expect(await order(jail, "who")).toMatchObject({ ok: true, answer: { kind: "value" } });
  });

  it("that answers twice, or unasked later, serves nobody again", async () => {
    const jail = jailWith();
    const first = await order(jail, "who");
    for (const deed of ["twice", "later"]) {
      await order(jail, deed);
      await isBackToBaseline();
    }
    const next = await order(jail, "who");
    expect(next.ok && first.ok && next.answer).not.toEqual(first.ok && first.answer);
    expect(next).toMatchObject({ ok: true, answer: { kind: "value", value: expect.stringMatching(/^[0-9a-f]{16}$/) } });
  });

  it("that answers values of any depth or with names that reach a prototype gets none of them through", async () => {
    const jail = jailWith();
    expect(await order(jail, "deep-value")).toMatchObject({ ok: true, answer: { kind: "unfit" } });
    expect(await order(jail, "polluting")).toMatchObject({
      ok: true,
      answer: { kind: "unfit", message: expect.stringContaining("__proto__") },
    });
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  it("reaches no file, no program, no thread, no setting, and where the system allows no network and no process", async () => {
    let connections = 0;
    const server = createServer(() => {
      connections += 1;
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const jail = jailWith();
    const done = await order(jail, `reach ${typeof address === "object" ? address?.port : 0}`);
    server.close();
    const confinement = await jail.confinement();
    const hasNamespaces = confinement.includes("no network");
    expect(done.ok && done.answer).toEqual({
      kind: "value",
      value: {
        "read a file": false,
        "write a file": false,
        "start a program": false,
        "start a thread": false,
        "signal the server": !hasNamespaces && !confinement.includes("a user of its own"),
        "reach the network": !hasNamespaces,
        "make code of text": false,
        "see settings": false,
      },
    });
    expect(connections).toBe(hasNamespaces ? 0 : 1);
  });

  it("gets no more memory than its script and what Node takes, where the system has limits", async () => {
    const jail = jailWith();
    const isLimited = (await jail.confinement()) !== "Node's permissions";
    expect((await order(jail, "eat")).ok).toBe(!isLimited);
    expect(await order(jail, "who")).toMatchObject({ ok: true });
  });

  it("serves one workspace only", async () => {
    const jail = jailWith({ scriptsAtOnce: 2 });
    const who = async (workspaceId: string) => {
      const done = await order(jail, "who", { workspaceId });
      return done.ok && done.answer.kind === "value" ? done.answer.value : null;
    };
    const first = await who("w_1");
    const other = await who("w_2");
    expect([first, other]).toEqual([expect.any(String), expect.any(String)]);
    expect(other).not.toBe(first);
    // Both are kept, each for its own.
    expect(await who("w_1")).toBe(first);
    expect(await who("w_2")).toBe(other);
  });

  it("that started others takes them with it", async () => {
    // Without Node's permissions, so that it can. In a process namespace not even leaving its group helps.
    const name = await jailWith().confinement();
    const prefix =
      confinements(64)
        .find((one) => one.name === name)
        ?.prefix(uidOf(0)) ?? [];
    const detached = name.includes("no other processes");
    const script = `process.stdout.write(Buffer.alloc(4)); process.stdin.once("data", () => {
      const child = require("node:child_process").spawn("/bin/sleep", ["1000"], {
        stdio: ["ignore", "inherit", "ignore"], detached: ${detached} });
      child.once("spawn", () => process.stdout.write(Buffer.from([0, 0, 0, 1, 0])));
      setInterval(() => {}, 1000); });`;
    const [file = "", ...args] = [...prefix, process.execPath, "-e", script];
    const jailed = startJailedProcess([file, ...args], { answerBytes: 100, startMs: 10_000 });
    expect(await jailed.ready).toBe(true);
    expect(await jailed.ask({ frames: ["x"], killAfterMs: 10_000 })).toMatchObject({ ok: true });
    const started = descendants();
    expect(started.filter((pid) => commandOf(pid).startsWith("/bin/sleep"))).toHaveLength(1);
    jailed.kill();
    await jailed.ended;
    await vi.waitFor(() => expect(started.filter(isRunning)).toEqual([]));
  });
});

describe("a jail whose processes do not start", () => {
  it("says so, and does not try for ever", async () => {
    const jail = jailWith({ program: path.join(import.meta.dirname, "testing/descendants.ts"), spares: 2 });
    expect(await order(jail, "who")).toEqual({ ok: false, why: "no-process" });
    await isBackToBaseline();
  });
});

afterAll(() => expect(descendants().length).toBe(baseline));
