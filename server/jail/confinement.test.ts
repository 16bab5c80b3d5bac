import { spawnSync } from "node:child_process";
import path from "node:path";
import { expect, it } from "vitest";
import { confinements, uidOf } from "./confinement.ts";
import { jailCommand } from "./jail-command.ts";
import { startJailedProcess } from "./jailed-process.ts";

const program = path.join(import.meta.dirname, "jail-process.ts");

/** Whether Node as such runs there, and the program could be read. */
const runsNode = ["/bin/sh", "-c", 'test -r "$0" && exec "$1" --version', program, process.execPath];

it("gets a process ready in every confinement in which this machine lets Node run", async () => {
  const all = confinements(256);
  let tried = 0;
  for (const { prefix, name } of all) {
    const [tool, ...args] = [...prefix(uidOf(7)), ...runsNode];
    if (spawnSync(tool ?? "", args).status !== 0) continue;
    tried += 1;
    const jailed = startJailedProcess(jailCommand(prefix(uidOf(7)), program), { answerBytes: 1_000, startMs: 10_000 });
    expect(await jailed.ready, name).toBe(true);
    jailed.kill();
    await jailed.ended;
  }
  expect(tried).toBeGreaterThan(0);
});

it("gives each of the processes that live at the same time a user of its own, who is nobody's", () => {
  const some = Array.from({ length: 1_000 }, (_, at) => uidOf(at));
  expect(new Set(some).size).toBe(some.length);
  for (const uid of [...some, uidOf(1_234_567)]) expect(uid).toBeGreaterThanOrEqual(40_000);
  expect(uidOf(1_234_567)).toBeLessThan(65_534);
});
