import { execFileSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import path from "node:path";

/** Servers that speak the protocol, the preferred first. Valkey is BSD; so is Redis up to 7.2. */
const names = ["valkey-server", "redis-server"];

/**
 * Path of a Valkey or Redis server for the cluster tests, which start, empty and kill one of their own: `REDIS_SERVER`,
 * or what is on the path. As root on Debian or Ubuntu one is installed; elsewhere the error says what to install.
 */
export function findRedis(): string {
  const found = process.env.REDIS_SERVER || onPath();
  if (found) return found;
  installFromDebian();
  const installed = onPath();
  if (installed) return installed;
  throw new Error(
    "The cluster tests need a Valkey or Redis server, and none is here. Install valkey-server or redis-server (apt, dnf, brew), or set REDIS_SERVER to the path of one.",
  );
}

function onPath(): string | null {
  const folders = (process.env.PATH ?? "").split(path.delimiter).filter((folder) => folder !== "");
  for (const name of names) {
    for (const folder of [...folders, "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"]) {
      if (isExecutable(path.join(folder, name))) return path.join(folder, name);
    }
  }
  return null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Older releases have no Valkey; their Redis is 7.0 and older, and BSD. */
function installFromDebian(): void {
  if (process.getuid?.() !== 0 || !isExecutable("/usr/bin/apt-get")) return;
  // A package that is installed must not start a server of the system's on the usual port.
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  const aptGet = (...words: string[]) => execFileSync("apt-get", [...words, "-qq"], { stdio: ["ignore", 2, 2], env });
  for (const name of names) {
    try {
      process.stderr.write(`Installing ${name} for the cluster tests\n`);
      aptGet("update");
      aptGet("install", "-y", "--no-install-recommends", name);
      return;
    } catch {
      // The next name; when none can be had, the caller says what to do.
    }
  }
}
