import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { open, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { OperatingUser } from "./operating-user.ts";
import { serverSettings } from "./settings.ts";

/** Just what the server needs from an environment; ours may hold secrets. */
export const bareEnvironment: NodeJS.ProcessEnv = {
  NODE_ENV: "production",
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  LC_ALL: "C",
};

export type Postmaster = {
  readonly pid: number;
  readonly port: number;
  /** Resolves when the process has ended, for whatever reason. */
  readonly exited: Promise<void>;
};

type Launch = {
  readonly bin: string;
  readonly folder: string;
  readonly port: number;
  readonly user: OperatingUser;
  readonly overrides?: Readonly<Record<string, string>>;
};

/** Starts the server and waits until it takes connections. Throws with the end of its log when it does not. */
export async function launchPostmaster({ bin, folder, port, user, overrides }: Launch): Promise<Postmaster> {
  const log = await open(path.join(folder, "server.log"), "w", 0o600);
  // A session of its own: Ctrl-C reaches us, not the database, which must be the last to go.
  const child = spawn(path.join(bin, "postgres"), ["-D", folder, ...serverSettings(port, overrides)], {
    ...user,
    cwd: "/",
    env: bareEnvironment,
    detached: true,
    stdio: ["ignore", log.fd, log.fd],
  });
  const exited = exitOf(child);
  await log.close();
  let isGone = false;
  void exited.then(() => {
    isGone = true;
  });
  const giveUpAt = Date.now() + 60_000;
  while (!isGone && Date.now() < giveUpAt) {
    const lines = readLock(folder);
    if (lines?.pid === child.pid && lines?.status === "ready") return { pid: lines.pid, port, exited };
    await delay(15);
  }
  if (!isGone) child.kill("SIGQUIT");
  const tail = (await readFile(path.join(folder, "server.log"), "utf8").catch(() => "")).trim().split("\n").slice(-5);
  throw new Error(`The embedded Postgres did not start. Its last words:\n${tail.join("\n")}`);
}

async function exitOf(child: ChildProcess): Promise<void> {
  child.unref();
  await Promise.race([once(child, "exit"), once(child, "error").catch(() => undefined)]).catch(() => undefined);
}

/** Ends a server: fast first (open transactions roll back), then at once, which the next start recovers from. */
export async function endPostmaster(pid: number, folder: string, patienceMs: number): Promise<void> {
  for (const signal of ["SIGINT", "SIGQUIT", "SIGKILL"] as const) {
    if (!isPostmaster(pid, folder)) return;
    process.kill(pid, signal);
    const giveUpAt = Date.now() + patienceMs;
    while (Date.now() < giveUpAt) {
      if (!isPostmaster(pid, folder)) return;
      await delay(15);
    }
  }
}

/**
 * Stops what an earlier process of ours left running when it was killed, and clears away its lock file when the
 * process is gone. Postgres refuses to start on a lock whose number now belongs to some other living process.
 */
export async function clearLeftover(folder: string): Promise<void> {
  const lock = readLock(folder);
  if (!lock) return;
  if (isPostmaster(lock.pid, folder)) await endPostmaster(lock.pid, folder, 10_000);
  await rm(path.join(folder, "postmaster.pid"), { force: true });
}

type Lock = { readonly pid: number; readonly status: string | undefined };

function readLock(folder: string): Lock | null {
  try {
    const lines = readFileSync(path.join(folder, "postmaster.pid"), "utf8").split("\n");
    return { pid: Number(lines[0]), status: lines[7]?.trim() };
  } catch {
    return null;
  }
}

/** Whether that number is a living Postgres on this folder; a zombie that nobody reaps is not. */
function isPostmaster(pid: number, folder: string): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").includes(folder);
  } catch {
    // No /proc on this system: the living process must be taken for the server.
    return process.platform !== "linux";
  }
}

/** A loopback port that nobody listens on right now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("The system gave no port.");
  return address.port;
}
