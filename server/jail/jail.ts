import { availableParallelism } from "node:os";
import path from "node:path";
import { caps } from "#core/caps.ts";
import type { Json } from "#core/json/json.ts";
import type { Logger } from "../log.ts";
import { type Confinement, confinements, uidOf } from "./confinement.ts";
import { jailCommand } from "./jail-command.ts";
import { type JailedProcess, type Silence, startJailedProcess } from "./jailed-process.ts";
import { markStatements } from "./mark-statements.ts";
import { createProcessPool } from "./process-pool.ts";
import { type ReadAnswer, readAnswer } from "./read-answer.ts";
import type { ScriptOrder } from "./script-order.ts";
import { createTurns } from "./turns.ts";

export type Script = {
  readonly source: string;
  /** Constants by name; `input` is one of them. */
  readonly given: ReadonlyMap<string, Json>;
  readonly timeoutMs: number;
  readonly memoryBytes: number;
};

export type ScriptRun =
  | (ReadAnswer & { readonly ok: true; readonly ms: number })
  | { readonly ok: false; readonly why: Silence | "no-process" };

/**
 * Runs scripts of users outside of the server (R2). A process serves one workspace only: it comes from the spares, which
 * no script has touched, and is kept for further scripts of that workspace while it behaves; each script gets a QuickJS
 * of its own in it. That costs 2 to 3 ms, the first time in a spare 6 ms; a process takes about 100 ms to start.
 */
export type Jail = {
  /** Waits for a free place first; that time does not count. Never rejects. */
  readonly run: (workspaceId: string, script: Script, signal?: AbortSignal) => Promise<ScriptRun>;
  /** Ends all processes. */
  readonly stop: () => Promise<void>;
  /** How the processes are held, in words. */
  readonly confinement: () => Promise<string>;
};

export type JailOptions = {
  readonly log: Logger;
  /** The most that a script may be given. */
  readonly memoryMbMax: number;
  /** Scripts that run at the same time; default: as many as there are processors, two at least. */
  readonly scriptsAtOnce?: number;
  /** Processes that wait for a script, from so long after the start on, or from the first script on. */
  readonly spares?: number;
  readonly sparesAfterMs?: number;
  /** The program of a process; another one in tests. */
  readonly program?: string;
};

/** A script is told inside that its time is over, and keeps its log; who is still there after this is killed. */
const graceMs = 500;
const startMs = 10_000;
const keptMs = 10_000;
const usesMax = 500;
/** What is around the values in an answer. */
const wordsBytes = 1024;
/** The value, and the console with every character escaped. */
const answerBytes = caps.valueBytes + 6 * caps.scriptConsoleChars + 64 * caps.scriptConsoleLines + 2 * wordsBytes;

export function createJail(options: JailOptions): Jail {
  const { log, memoryMbMax, scriptsAtOnce = Math.max(2, availableParallelism()) } = options;
  const { spares = 2, sparesAfterMs = 0 } = options;
  const program = options.program ?? path.join(import.meta.dirname, "jail-process.ts");
  const turns = createTurns(scriptsAtOnce);
  let count = 0;
  const start = ({ prefix }: Confinement): JailedProcess => {
    count += 1;
    return startJailedProcess(jailCommand(prefix(uidOf(count)), program), { answerBytes, startMs });
  };
  const findConfinement = async () => {
    const found = await strongest(confinements(memoryMbMax), start);
    log.info({ confinement: found.name }, "scripts run in a jail");
    return found;
  };
  let known: Promise<Confinement> | null = null;
  const confinement = () => {
    known ??= findConfinement();
    return known;
  };
  const pool = createProcessPool({
    start: async () => start(await confinement()),
    spares,
    sparesAfterMs,
    keptMax: scriptsAtOnce,
    keptMs,
    usesMax,
  });

  async function inTurn(workspaceId: string, script: Script, signal?: AbortSignal): Promise<ScriptRun> {
    const process = await pool.take(workspaceId);
    if (!process) return { ok: false, why: "no-process" };
    const killAfterMs = script.timeoutMs + graceMs;
    const reply = await process.ask({ frames: framesOf(script), killAfterMs, signal });
    const read = reply.ok ? readAnswer(reply.body) : null;
    pool.giveBack(workspaceId, process, read?.isLast === false);
    if (!reply.ok) return reply;
    return read ? { ok: true, ...read, ms: reply.ms } : { ok: false, why: "broken" };
  }

  return {
    run: async (workspaceId, script, signal) => {
      const giveBack = await turns.take(workspaceId, signal);
      if (!giveBack) return { ok: false, why: "cancelled" };
      try {
        return await inTurn(workspaceId, script, signal);
      } finally {
        giveBack();
      }
    },
    stop: async () => {
      await pool.stop();
      // What tries out a confinement ends by itself.
      await known;
    },
    confinement: async () => (await confinement()).name,
  };
}

/** The strongest confinement in which a process gets ready on this machine. */
async function strongest(
  candidates: readonly Confinement[],
  start: (confinement: Confinement) => JailedProcess,
): Promise<Confinement> {
  const [first, ...weaker] = candidates;
  if (!first || weaker.length === 0) return first ?? { name: "none", prefix: () => [] };
  const probe = start(first);
  const isReady = await probe.ready;
  probe.kill();
  await probe.ended;
  return isReady ? first : strongest(weaker, start);
}

function framesOf({ source, given, timeoutMs, memoryBytes }: Script): readonly string[] {
  const order: ScriptOrder = {
    source: markStatements(source),
    names: [...given.keys()],
    timeoutMs,
    memoryBytes,
    answerBytes: caps.valueBytes + wordsBytes,
    consoleLines: caps.scriptConsoleLines,
    consoleChars: caps.scriptConsoleChars,
    lineChars: caps.scriptConsoleLineChars,
  };
  return [JSON.stringify(order), JSON.stringify([...given.values()])];
}
