import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Command } from "./jailed-process.ts";

/** How a process is held beyond Node's own permissions. `prefix` goes before the program; `uid` is its user. */
export type Confinement = { readonly name: string; readonly prefix: (uid: number) => readonly string[] };

/** Of the JavaScript heap of a process: it parses an order and makes an answer of it, nothing else. */
const heapMb = 64;
/** Of a process without scripts: program, heap, compiled code. */
const ownDataMb = 320;
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
  const unconfined: Confinement = { name: "Node's permissions", prefix: () => [] };
  const [unshare, setpriv, prlimit] = ["unshare", "setpriv", "prlimit"].map(findTool);
  if (process.platform !== "linux" || !unshare || !setpriv || !prlimit) return [unconfined];
  const isRoot = process.getuid?.() === 0;
  const namespaces = [unshare, ...(isRoot ? [] : ["--user"]), "--net", "--pid", "--fork", "--kill-child", "--"];
  const limits = [prlimit, `--data=${(ownDataMb + memoryMbMax) * 1024 * 1024}`, "--core=0", "--fsize=0", "--nofile=64"];
  const bound = (uid: number) => {
    const user = ["--reuid", uid, "--regid", uid].map(String);
    const less = ["--clear-groups", "--bounding-set=-all", "--inh-caps=-all"];
    return [setpriv, ...(isRoot ? [...user, ...less] : []), "--no-new-privs", "--pdeathsig=KILL", "--"];
  };
  const limited = [...limits, ...(isRoot ? [`--nproc=${tasksMax}`] : []), "--"];
  const own = isRoot ? ", a user of its own" : "";
  return [
    { name: `no network, no other processes${own}`, prefix: (uid) => [...namespaces, ...bound(uid), ...limited] },
    { name: `no new rights${own}`, prefix: (uid) => [...bound(uid), ...limited] },
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
  return [program, ...modules, ours, ...packages.map(folderOf)];
}

/** The folder of an installed package, with a slash at its end: all that is in it. */
function folderOf(name: string): string {
  const entry = fileURLToPath(import.meta.resolve(name));
  const inside = path.join("node_modules", name);
  return path.join(entry.slice(0, entry.lastIndexOf(inside) + inside.length), "/");
}
