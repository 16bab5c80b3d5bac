import { type ChildProcess, spawn } from "node:child_process";
import { frameOf, frameReader } from "./frames.ts";

export type Command = readonly [string, ...string[]];

/** Why a process gave no answer. `ended`: it died; `broken`: it said what it may not. */
export type Silence = "timeout" | "cancelled" | "ended" | "broken";

export type Reply = { readonly ok: true; readonly body: Buffer; readonly ms: number } | Unanswered;
type Unanswered = { readonly ok: false; readonly why: Silence };

export type Question = {
  readonly frames: readonly string[];
  /** After so long the process is killed, whatever it does. */
  readonly killAfterMs: number;
  readonly signal?: AbortSignal | undefined;
};

/** One disposable child process and what may be said to it: it gets ready, then answers one question at a time. */
export type JailedProcess = {
  /** True once it is ready, false when it ended or took too long before that. */
  readonly ready: Promise<boolean>;
  /** Once it is gone. */
  readonly ended: Promise<void>;
  /** Neither gone nor killed. */
  readonly isFit: () => boolean;
  /** Kills it when it does not answer as it should. */
  readonly ask: (question: Question) => Promise<Reply>;
  readonly kill: () => void;
};

type Limits = { readonly answerBytes: number; readonly startMs: number };

type Waiter = (reply: { readonly ok: true; readonly body: Buffer } | Unanswered) => void;

const lastWordsMs = 250;

/** Starts a process with an empty environment, in a process group of its own. Nothing that it says is believed. */
export function startJailedProcess([file, ...args]: Command, limits: Limits): JailedProcess {
  const child = spawn(file, args, {
    env: {} as NodeJS.ProcessEnv,
    stdio: ["pipe", "pipe", "ignore"],
    detached: true,
    cwd: "/",
  });
  let isAlive = true;
  let isKilled = false;
  let waiter: Waiter | null = null;
  const reader = frameReader(limits.answerBytes);
  const tell: Waiter = (reply) => {
    const told = waiter;
    waiter = null;
    told?.(reply);
  };
  const kill = (why: Silence = "ended") => {
    isKilled = true;
    tell({ ok: false, why });
    if (isAlive) killGroup(child);
  };
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      isAlive = false;
      tell({ ok: false, why: "ended" });
      resolve();
    };
    child.once("error", end);
    // Its last words may come after its exit; who still holds its pipe then gets no more time.
    child.once("close", end);
    child.once("exit", () => {
      killGroup(child);
      setTimeout(() => child.stdout?.destroy(), lastWordsMs).unref();
    });
  });
  child.stdin?.on("error", () => kill());
  child.stdout?.on("error", () => kill());
  child.stdout?.on("data", (piece: Buffer) => {
    // It speaks when it is asked, and once: else it is not the program that we started any more.
    const body = waiter ? reader.take(piece) : "broken";
    if (body === "broken") kill("broken");
    else if (body !== null) tell({ ok: true, body });
  });

  const next = (killAfterMs: number, signal?: AbortSignal) =>
    new Promise<Reply>((resolve) => {
      const since = performance.now();
      const timer = setTimeout(() => kill("timeout"), killAfterMs);
      const cancel = () => kill("cancelled");
      signal?.addEventListener("abort", cancel, { once: true });
      waiter = (reply) => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", cancel);
        resolve(reply.ok ? { ...reply, ms: performance.now() - since } : reply);
      };
    });

  return {
    ready: next(limits.startMs).then((reply) => {
      const isReady = reply.ok && reply.body.length === 0;
      if (!isReady) kill();
      return isReady;
    }),
    ended,
    isFit: () => isAlive && !isKilled,
    kill,
    ask: ({ frames, killAfterMs, signal }) => {
      if (signal?.aborted) return Promise.resolve({ ok: false, why: "cancelled" });
      if (!isAlive || isKilled) return Promise.resolve({ ok: false, why: "ended" });
      const answer = next(killAfterMs, signal);
      for (const frame of frames) child.stdin?.write(frameOf(frame));
      return answer;
    },
  };
}

/** What it started itself dies with it. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    child.kill("SIGKILL");
  }
}
