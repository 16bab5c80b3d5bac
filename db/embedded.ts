import { spawn } from "node:child_process";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { claimFolder } from "./embedded/claim-folder.ts";
import { type OperatingUser, operatingUser } from "./embedded/operating-user.ts";
import { binariesPlace, databasePlace, exists, giveTo, type Say } from "./embedded/places.ts";
import {
  bareEnvironment,
  clearLeftover,
  endPostmaster,
  freePort,
  launchPostmaster,
  type Postmaster,
} from "./embedded/postmaster.ts";

/*
 * The embedded Postgres: a real server from npm, one per data folder.
 *
 *   claimed -> (initialised) -> running <-> restarting
 *                                  |
 *                               stopped
 *
 * It keeps its port while it restarts, so pools find it again by themselves.
 */

export type EmbeddedPostgres = {
  /** Of the owner `heddle`, on 127.0.0.1. Stays the same while the server restarts. */
  readonly url: string;
  /** Number of the server process now, for those who kill it in tests. */
  readonly pid: () => number;
  /** Ends the server and waits for it; at most about `patienceMs` twice. */
  readonly stop: () => Promise<void>;
};

export type EmbeddedOptions = {
  /** Absolute; made when missing. */
  readonly dataDir: string;
  /** Hex or base64url: goes into a URL as it is. */
  readonly password: string;
  readonly say: Say;
  /** Extra server settings. Tests give up durability here; nobody else may. */
  readonly overrides?: Readonly<Record<string, string>>;
};

const user = "heddle";
const stopPatienceMs = 3_000;

/** Starts the database of a data folder, making it first when there is none. Throws sentences. */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { dataDir, password, say, overrides } = options;
  await mkdir(dataDir, { recursive: true });
  const claim = await claimFolder(dataDir);
  try {
    const osUser = await operatingUser();
    const [folder, bin] = await Promise.all([
      databasePlace({ dataDir, key: password, user: osUser, say }),
      binariesPlace(osUser, say),
    ]);
    if (!(await exists(path.join(folder, "PG_VERSION")))) await initialise({ folder, bin, osUser, password, say });
    await clearLeftover(folder);
    const launch = async (port: number) =>
      launchPostmaster({ bin, folder, port, user: osUser, overrides: overrides ?? {} });
    const port = await freePort();
    const keeper = keepRunning(await launch(port), () => launch(port), say);
    return {
      url: `postgres://${user}:${password}@127.0.0.1:${port}/postgres`,
      pid: keeper.pid,
      stop: async () => {
        await keeper.end((postmaster) => endPostmaster(postmaster.pid, folder, stopPatienceMs));
        await claim.release();
      },
    };
  } catch (error) {
    await claim.release();
    throw error;
  }
}

/** Starts the server again whenever it ends without having been asked to. */
function keepRunning(first: Postmaster, relaunch: () => Promise<Postmaster>, say: Say) {
  let current = first;
  let isEnding = false;
  let restarting: Promise<void> = Promise.resolve();
  const watch = (postmaster: Postmaster) => {
    void postmaster.exited.then(() => {
      if (!isEnding) restarting = restart();
    });
  };
  const restart = async () => {
    say("The database ended unexpectedly and is started again.");
    for (let waitMs = 100; !isEnding; waitMs = Math.min(waitMs * 2, 5_000)) {
      const next = await relaunch().catch(() => null);
      if (next) {
        current = next;
        watch(next);
        return;
      }
      await delay(waitMs);
    }
  };
  watch(first);
  // Whatever ends our process without asking, a library that calls process.exit for instance, ends the database too.
  const endWithUs = () => {
    try {
      process.kill(current.pid, "SIGINT");
    } catch {
      // It is gone already.
    }
  };
  process.on("exit", endWithUs);
  return {
    pid: () => current.pid,
    end: async (endOne: (postmaster: Postmaster) => Promise<void>) => {
      isEnding = true;
      process.off("exit", endWithUs);
      await restarting;
      await endOne(current);
    },
  };
}

type Initialise = {
  readonly folder: string;
  readonly bin: string;
  readonly osUser: OperatingUser;
  readonly password: string;
  readonly say: Say;
};

/** Makes the database beside its place and moves it there when whole, so that a killed start leaves no half of one. */
async function initialise({ folder, bin, osUser, password, say }: Initialise): Promise<void> {
  say("Making the database (only the first time).");
  const half = `${folder}.new`;
  const passwordFile = `${folder}.password`;
  await rm(half, { recursive: true, force: true });
  await mkdir(half, { mode: 0o700, recursive: true });
  await giveTo(osUser, half);
  await writeFile(passwordFile, password, { mode: 0o600 });
  await giveTo(osUser, passwordFile);
  try {
    await initdb(bin, osUser, [
      `--pgdata=${half}`,
      `--username=${user}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      // Postgres' own C.UTF-8: the same everywhere, whatever locales the system has.
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
    ]);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(half, folder);
}

async function initdb(bin: string, osUser: OperatingUser, flags: readonly string[]): Promise<void> {
  const child = spawn(path.join(bin, "initdb"), flags, {
    ...osUser,
    cwd: "/",
    env: bareEnvironment,
    stdio: ["ignore", "ignore", "pipe"],
  });
  // Whoever ends us in the middle must not leave it writing where the next start begins anew.
  const endWithUs = () => void child.kill("SIGKILL");
  process.on("exit", endWithUs);
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint += text;
  });
  const code = await new Promise<number | string | null>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", resolve);
  });
  process.off("exit", endWithUs);
  if (code !== 0) throw new Error(`The database could not be made (${code}). ${complaint.trim()}`);
}
