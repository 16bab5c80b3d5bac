import { createHmac, randomBytes } from "node:crypto";
import { link, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { invariant } from "#core/invariant.ts";
import { makeDataFolder } from "./data-folder.ts";

/** 256 bits that belong to one installation; everything derived from it is `derivedSecret(secret, purpose)`. */
export type InstallationSecret = Buffer;

/**
 * The secret that the settings give, which the processes of a cluster have in common, or that of the data folder. Throws a
 * sentence when there are both and they differ: half of the addresses would stop working.
 */
export async function chooseSecret(dataDir: string, given: string | null): Promise<InstallationSecret> {
  if (given === null) return installationSecret(dataDir);
  await makeDataFolder(dataDir);
  const secret = Buffer.from(given, "hex");
  const file = path.join(dataDir, "secret.key");
  const kept = await read(file);
  if (kept && !kept.equals(secret)) {
    throw new Error(
      `HEDDLE_SECRET is another one than that in ${file}. Set it to what the file holds, or leave it out.`,
    );
  }
  return secret;
}

/**
 * Reads `<data dir>/secret.key`, or makes it, and the folder, on the first start, readable by its owner alone. Throws a
 * sentence when the file is damaged: hook addresses and the database's password come from it, so it is never made anew silently.
 */
export async function installationSecret(dataDir: string): Promise<InstallationSecret> {
  const file = path.join(dataDir, "secret.key");
  await makeDataFolder(dataDir);
  const known = await read(file);
  if (known) return known;
  try {
    await make(file);
  } catch (cause) {
    throw new Error(
      `The data folder ${dataDir} cannot be written to. Check its rights and the space on its disk, or set HEDDLE_DATA_DIR to another one.`,
      { cause },
    );
  }
  const made = await read(file);
  invariant(made, "the secret is there after it was made");
  return made;
}

async function make(file: string): Promise<void> {
  const fresh = `${file}.${randomBytes(4).toString("hex")}`;
  await writeFile(fresh, `${randomBytes(32).toString("hex")}\n`, { mode: 0o600, flush: true });
  try {
    // A link, not a rename: of two first starts at once, one wins and the other takes over its secret.
    await link(fresh, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await rm(fresh, { force: true });
  }
}

async function read(file: string): Promise<InstallationSecret | null> {
  let text: string;
  try {
    text = (await readFile(file, "utf8")).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw new Error(`${file} cannot be read. Check who may read it.`, { cause: error });
  }
  if (/^[0-9a-f]{64}$/.test(text)) return Buffer.from(text, "hex");
  throw new Error(
    `${file} is damaged: it must hold 64 hex digits. Put it back from a backup, or remove the data folder to begin anew.`,
  );
}

/** A secret for one purpose, hex: knowing it tells nothing about the others. */
export function derivedSecret(secret: InstallationSecret, purpose: string): string {
  return createHmac("sha256", secret).update(purpose).digest("hex");
}

/** What begins the names of everything in Redis, so that installations that share one keep apart. */
export function clusterSpace(secret: InstallationSecret): string {
  return `heddle:${derivedSecret(secret, "cluster").slice(0, 16)}`;
}
