import type { JailedProcess } from "./jailed-process.ts";

/** Processes by whom they serve: spares serve nobody yet, a process that has served a workspace serves no other. */
export type ProcessPool = {
  /** One that is ready, for this workspace alone until it is given back or dies; null when none can be started. */
  readonly take: (workspaceId: string) => Promise<JailedProcess | null>;
  /** Keeps it for the same workspace when it is fit for that, else ends it. */
  readonly giveBack: (workspaceId: string, process: JailedProcess, isFit: boolean) => void;
  /** Ends all and waits until they are gone. */
  readonly stop: () => Promise<void>;
};

export type PoolOptions = {
  readonly start: () => Promise<JailedProcess>;
  readonly spares: number;
  /** Milliseconds from now until spares are started, unless somebody needs a process before. */
  readonly sparesAfterMs: number;
  /** Kept after a script, over all workspaces. */
  readonly keptMax: number;
  /** So long a process waits for another script of its workspace; milliseconds. */
  readonly keptMs: number;
  /** Scripts that one process runs before it is replaced. */
  readonly usesMax: number;
};

type Kept = { readonly workspaceId: string; readonly process: JailedProcess; readonly timer: NodeJS.Timeout };

/** A start that fails so often in a row is left until somebody needs a process. */
const startsMax = 3;

export function createProcessPool(options: PoolOptions): ProcessPool {
  const living = new Set<JailedProcess>();
  const starting = new Set<Promise<unknown>>();
  let spares: JailedProcess[] = [];
  let kept: Kept[] = [];
  const uses = new WeakMap<JailedProcess, number>();
  let failures = 0;
  let isStopped = false;

  async function start(): Promise<JailedProcess> {
    const begun = options.start();
    starting.add(begun);
    const process = await begun.finally(() => starting.delete(begun));
    living.add(process);
    void process.ended.then(() => {
      living.delete(process);
      leaveKept(process);
      spares = spares.filter((spare) => spare !== process);
      if (!isStopped) fill();
    });
    if (isStopped) process.kill();
    return process;
  }

  let filling = 0;
  function fill(): void {
    while (!isStopped && failures < startsMax && spares.length + filling < options.spares) {
      filling += 1;
      void startSpare();
    }
  }

  async function startSpare(): Promise<void> {
    const process = await start().catch(() => null);
    const isReady = process !== null && (await process.ready);
    filling -= 1;
    failures = isReady ? 0 : failures + 1;
    if (process && isReady && process.isFit()) spares.push(process);
    fill();
  }

  function leaveKept(process: JailedProcess): void {
    for (const one of kept) if (one.process === process) clearTimeout(one.timer);
    kept = kept.filter((one) => one.process !== process);
  }

  async function take(workspaceId: string): Promise<JailedProcess | null> {
    const own = kept.findLast((one) => one.workspaceId === workspaceId && one.process.isFit())?.process;
    if (own) {
      leaveKept(own);
      return own;
    }
    const spare = spares.find((one) => one.isFit());
    spares = spares.filter((one) => one !== spare);
    failures = 0;
    if (spare) {
      fill();
      return spare;
    }
    const process = await start().catch(() => null);
    fill();
    return process && (await process.ready) ? process : null;
  }

  const firstFill = setTimeout(fill, options.sparesAfterMs).unref();
  return {
    take: (workspaceId) => (isStopped ? Promise.resolve(null) : take(workspaceId)),
    giveBack: (workspaceId, process, isFit) => {
      const count = (uses.get(process) ?? 0) + 1;
      uses.set(process, count);
      if (!isFit || isStopped || count >= options.usesMax || !process.isFit()) {
        process.kill();
        return;
      }
      const timer = setTimeout(() => process.kill(), options.keptMs).unref();
      kept.push({ workspaceId, process, timer });
      if (kept.length > options.keptMax) kept[0]?.process.kill();
    },
    stop: async () => {
      isStopped = true;
      clearTimeout(firstFill);
      while (starting.size > 0) await Promise.allSettled(starting);
      const all = [...living];
      for (const process of all) process.kill();
      await Promise.all(all.map((process) => process.ended));
    },
  };
}
