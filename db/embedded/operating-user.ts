import { execFile } from "node:child_process";
import { userInfo } from "node:os";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Whom Postgres runs as: ourselves, or, because Postgres refuses to run as root, the system user `postgres`. */
export type OperatingUser = { readonly uid?: number; readonly gid?: number };

/** Answers the user to run Postgres as; makes the system user `postgres` when root starts us and there is none. */
export async function operatingUser(): Promise<OperatingUser> {
  if (userInfo().uid !== 0) return {};
  const existing = await idsOf("postgres");
  if (existing) return existing;
  try {
    await run("useradd", ["--system", "--user-group", "--no-create-home", "--shell", "/bin/false", "postgres"]);
  } catch (cause) {
    throw new Error(
      "Postgres does not run as root, and a system user `postgres` could not be made. Start Heddle as another user, make that user, or set DATABASE_URL to a database of your own.",
      { cause },
    );
  }
  const made = await idsOf("postgres");
  if (made) return made;
  throw new Error("The system user `postgres` was made but cannot be found. Start Heddle as another user than root.");
}

async function idsOf(name: string): Promise<{ uid: number; gid: number } | null> {
  try {
    const [uid, gid] = await Promise.all([run("id", ["-u", name]), run("id", ["-g", name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return null;
  }
}

/** Whether that user can enter a folder, all the folders above it included. Tried, not computed. */
export async function canEnter(user: OperatingUser, folder: string): Promise<boolean> {
  try {
    await run("/bin/sh", ["-c", 'cd -- "$0"', folder], { ...user, cwd: "/" });
    return true;
  } catch {
    return false;
  }
}
