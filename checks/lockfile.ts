import { readFileSync, writeFileSync } from "node:fs";

/**
 * Native packages come in one optional package per platform. npm writes only those that it could see into the lock
 * file, and `npm ci` then refuses the lock file on every machine. This check finds what is missing; with `--write` it
 * adds an entry per platform, which npm skips wherever the platform is another one.
 */
type Entry = {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
};
type Lock = { packages: Record<string, Entry> };

const path = "package-lock.json";
const systems = ["android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "aix", "win32"];
const processors = ["arm64", "arm", "x64", "ia32", "ppc64", "s390x", "riscv64", "loong64", "mips64el", "wasm32"];

const lock = JSON.parse(readFileSync(path, "utf8")) as Lock;
const missing = missingEntries(lock);
if (missing.length > 0 && process.argv.includes("--write")) {
  for (const [key, entry] of missing) lock.packages[key] = entry;
  const { "": root, ...rest } = lock.packages;
  const sorted = Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1));
  lock.packages = { ...(root && { "": root }), ...Object.fromEntries(sorted) };
  writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
  process.stdout.write(`Added ${missing.length} packages of other platforms.\n`);
} else if (missing.length > 0) {
  for (const [key] of missing) process.stdout.write(`${key} is not in ${path}.\n`);
  process.stdout.write("Run: node checks/lockfile.ts --write\n");
  process.exitCode = 1;
} else {
  process.stdout.write(`${Object.keys(lock.packages).length} packages, none missing\n`);
}

function missingEntries({ packages }: Lock): [string, Entry][] {
  const found = new Map<string, Entry>();
  for (const [parent, entry] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (isReachable(packages, parent, name)) continue;
      const platform = platformOf(name);
      if (!platform) continue;
      const dev = entry.dev ? { dev: true } : {};
      found.set(`node_modules/${name}`, {
        version: version.replace(/^[\^~]/, ""),
        ...platform,
        ...dev,
        optional: true,
      });
    }
  }
  return [...found];
}

/** Whether a package finds another where Node looks: beside it or beside one that it is inside of. */
function isReachable(packages: Lock["packages"], from: string, name: string): boolean {
  let at = from;
  for (;;) {
    if (packages[`${at === "" ? "" : `${at}/`}node_modules/${name}`]) return true;
    if (at === "") return false;
    at = at.slice(0, Math.max(0, at.lastIndexOf("node_modules/") - 1));
  }
}

/** What a package's name says of its platform; null when it names none. */
function platformOf(name: string): { cpu: string[]; os?: string[]; libc?: string[] } | null {
  const words = name.split(/[/-]/);
  const cpu = processors.find((processor) => words.includes(processor));
  const os = systems.find((system) => words.includes(system));
  if (!cpu && !os) return null;
  const libc = words.some((word) => word.startsWith("musl"))
    ? "musl"
    : words.some((word) => word.startsWith("gnu"))
      ? "glibc"
      : null;
  return { cpu: [cpu ?? "x64"], ...(os && { os: [os] }), ...(libc && os === "linux" && { libc: [libc] }) };
}
