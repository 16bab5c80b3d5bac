import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Command } from "./jailed-process.ts";

/** How a process is held beyond Node's own permissions. `prefix` goes before the program; `uid` is its user. */
export type Confinement = { readonly name: string; readonly prefix: (uid: number) => readonly string[] };

/** Of the JavaScript heap of a process: it parses an order and makes an answer of it, nothing else. */
const heapMb = 64;
/** Of a process without scripts: 640 MB, of which 512 MB are V8's room for compiled code, which it never fills. */
const ownDataMb = 768;
/** Deep enough that QuickJS nearly always finds its own limit first. */
const stackKb = 3_000;
/** Node has about ten threads. */
const tasksMax = 64;

/** Users from here on are nobody's, so a process of theirs can signal and read nothing; the next ones in turn. */
const firstUid = 40_000;
const uids = 10_000;

/** The user of the n-th process: no two that live at the same time share one. */
export function uidOf(count: number): number {
  return firstUid + (count % uids);
}

/** What may be tried on this machine, the strongest first; the last one always works. */
export function confinements(memoryMbMax: number): readonly Confinement[] {
  const [nice, unshare, setpriv, prlimit] = ["nice", "unshare", "setpriv", "prlimit"].map(findTool);
  // The server goes first: scripts in endless loops must not keep it from its work.
  const behind = nice ? [nice, "-n", "5"] : [];
  const unconfined: Confinement = { name: "Node's permissions", prefix: () => behind };
  if (process.platform !== "linux" || !unshare || !setpriv || !prlimit) return [unconfined];
  const isRoot = process.getuid?.() === 0;
  // Each dies with its parent: the server, or what makes the process namespace.
  const dying = [setpriv, "--pdeathsig=KILL"];
  const processes = [unshare, "--pid", "--fork", "--kill-child", "--"];
  const namespaces = isRoot
    ? [unshare, "--net", "--", ...dying, "--", ...processes]
    : [unshare, "--user", "--map-root-user", "--net", "--", ...dying, "--", ...processes];
  const bound = (uid: number) => {
    const user = isRoot ? [`--reuid=${uid}`, `--regid=${uid}`, "--clear-groups"] : [];
    return [...dying, ...user, "--no-new-privs", "--"];
  };
  const powerless = (uid: number) => {
    const [tool = setpriv, ...rest] = bound(uid);
    return [tool, "--bounding-set=-all", "--inh-caps=-all", ...rest];
  };
  const data = (ownDataMb + memoryMbMax) * 1024 * 1024;
  const tasks = isRoot ? [`--nproc=${tasksMax}`] : [];
  const limits = [prlimit, `--data=${data}`, "--core=0", "--fsize=0", "--nofile=64", ...tasks, "--"];
  const own = isRoot ? ", a user of its own" : "";
  return [
    {
      name: `no network, no other processes${own}`,
      prefix: (uid) => [...behind, ...namespaces, ...powerless(uid), ...limits],
    },
    { name: `no new rights${own}`, prefix: (uid) => [...behind, ...(isRoot ? powerless(uid) : bound(uid)), ...limits] },
    unconfined,
  ];
}

/** The environment of a process is empty, so tools are started by their path. */
function findTool(name: string): string | undefined {
  return ["/usr/bin", "/bin", "/usr/sbin", "/sbin"].map((folder) => path.join(folder, name)).find(existsSync);
}

/** Runs a program file of the jail with Node: it may read its own code and QuickJS, and nothing else in the world. */
export function jailCommand(prefix: readonly string[], program: string): Command {
  const args = [
    "--permission",
    ...readableBy(program).map((file) => `--allow-fs-read=${file}`),
    // Following one would mean looking at folders around the packages.
    "--preserve-symlinks",
    `--max-old-space-size=${heapMb}`,
    `--stack-size=${stackKb}`,
    "--disallow-code-generation-from-strings",
    program,
  ];
  const [first, ...rest] = [...prefix, process.execPath, ...args];
  return [first ?? process.execPath, ...rest];
}

const packages = [
  "quickjs-emscripten-core",
  "@jitl/quickjs-ng-wasmfile-release-sync",
  "@jitl/quickjs-ffi-types",
] as const;

function readableBy(program: string): readonly string[] {
  const modules = ["run-script.ts", "script-order.ts", "script-realm.ts"].map((file) =>
    path.join(import.meta.dirname, file),
  );
  const ours = path.join(import.meta.dirname, "../../package.json");
  return [program, ...modules, ours, ...packages.flatMap(foldersOf)];
}

/** Where Node looks for an installed package, each with a slash at its end: all that is in it. */
function foldersOf(name: string): readonly string[] {
  const entry = fileURLToPath(import.meta.resolve(name));
  const inside = path.join("node_modules", name);
  const installed = entry.slice(0, entry.lastIndexOf(inside) + "node_modules".length);
  // A package that asks for another one is answered from beside itself first.
  return [installed, path.join(installed, "node_modules")].map((folder) => path.join(folder, name, "/"));
}
