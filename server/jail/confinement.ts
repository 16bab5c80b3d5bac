import { existsSync } from "node:fs";
import path from "node:path";

/** How a process is held beyond Node's own permissions. `prefix` goes before the program; `uid` is its user. */
export type Confinement = { readonly name: string; readonly prefix: (uid: number) => readonly string[] };

/** Of a process without scripts: 640 MB, of which 512 MB are V8's room for compiled code, which it never fills. */
const ownDataMb = 768;
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
  const nice = findTool("nice");
  // The server goes first: scripts in endless loops must not keep it from its work.
  const behind = nice ? [nice, "-n", "2"] : [];
  const tools = findTools();
  const isRoot = process.getuid?.() === 0;
  const dataMb = ownDataMb + memoryMbMax;
  // What only root may read, as its own folder, a process with a user of its own cannot read either.
  const kinds = [true, false].flatMap((isApart) =>
    (isRoot ? [true, false] : [false]).map((isOwnUser) => ({ isApart, isOwnUser, isRoot, dataMb })),
  );
  const held = (tools ? kinds : []).map(
    (kind): Confinement => ({
      name: nameOf(kind),
      prefix: (uid) => [...behind, ...(tools ? holding(tools, kind, uid) : [])],
    }),
  );
  return [...held, { name: "Node's permissions", prefix: () => behind }];
}

type Tools = { readonly unshare: string; readonly setpriv: string; readonly prlimit: string };

type Kind = {
  /** In namespaces: without network, and without other processes. */
  readonly isApart: boolean;
  readonly isOwnUser: boolean;
  readonly isRoot: boolean;
  readonly dataMb: number;
};

function nameOf({ isApart, isOwnUser }: Kind): string {
  return `${isApart ? "no network, no other processes" : "no new rights"}${isOwnUser ? ", a user of its own" : ""}`;
}

function holding({ unshare, setpriv, prlimit }: Tools, kind: Kind, uid: number): readonly string[] {
  // Each dies with its parent: the server, or what makes the process namespace.
  const dying = [setpriv, "--pdeathsig=KILL"];
  const network = [unshare, ...(kind.isRoot ? [] : ["--user", "--map-root-user"]), "--net", "--"];
  const apart = [...network, ...dying, "--", unshare, "--pid", "--fork", "--kill-child", "--"];
  // Who makes namespaces is root in them.
  const powerless = kind.isRoot || kind.isApart ? ["--bounding-set=-all", "--inh-caps=-all"] : [];
  const user = kind.isOwnUser ? [`--reuid=${uid}`, `--regid=${uid}`, "--clear-groups"] : [];
  const bound = [...dying, ...powerless, ...user, "--no-new-privs", "--"];
  // Tasks are counted by user.
  const tasks = kind.isOwnUser ? [`--nproc=${tasksMax}`] : [];
  const data = `--data=${kind.dataMb * 1024 * 1024}`;
  const limited = [prlimit, data, "--core=0", "--fsize=0", "--nofile=64", ...tasks, "--"];
  return [...(kind.isApart ? apart : []), ...bound, ...limited];
}

function findTools(): Tools | null {
  if (process.platform !== "linux") return null;
  const [unshare, setpriv, prlimit] = ["unshare", "setpriv", "prlimit"].map(findTool);
  return unshare && setpriv && prlimit ? { unshare, setpriv, prlimit } : null;
}

/** The environment of a process is empty, so tools are started by their path. */
function findTool(name: string): string | undefined {
  return ["/usr/bin", "/bin", "/usr/sbin", "/sbin"].map((folder) => path.join(folder, name)).find(existsSync);
}
