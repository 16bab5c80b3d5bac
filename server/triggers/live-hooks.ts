import type { Sql } from "postgres";
import { findLiveHook, type LiveHookRow } from "#db/queries/live-hooks.ts";
import { hookTokenHash, isHookToken } from "./hook-token.ts";

/**
 * A short memory of live hooks and their plans, so that of thousands of calls a second one asks the database.
 *
 *   settled (an answer is kept for a second) <-> unsettled (this process is publishing: nothing is kept)
 */
export type LiveHooks = {
  /** The live hook of a token, or null for every other text. Throws what the database throws. */
  readonly find: (token: string) => Promise<LiveHookRow | null>;
  /** Call it inside the transaction that changes what is live: from its commit on, nothing old is answered. */
  readonly unsettle: () => void;
};

/** What another process publishes is seen after at most this. */
const keptMs = 1_000;
/** Longer than a transaction may take from the change to its commit. */
const unsettledMs = 2_000;
const keptMax = 2_000;

type Kept = { readonly hook: Promise<LiveHookRow | null>; readonly untilMs: number };

export function createLiveHooks(engine: Sql): LiveHooks {
  const kept = new Map<string, Kept>();
  let settledAtMs = 0;
  const ask = (token: string, nowMs: number) => {
    const hook = findLiveHook(engine, hookTokenHash(token));
    if (nowMs < settledAtMs) return hook;
    // The oldest go first: a map keeps the order in which things came in.
    for (const [old] of kept) {
      if (kept.size < keptMax) break;
      kept.delete(old);
    }
    kept.delete(token);
    const entry = { hook, untilMs: nowMs + keptMs };
    kept.set(token, entry);
    hook.catch(() => {
      if (kept.get(token) === entry) kept.delete(token);
    });
    return hook;
  };
  return {
    find(token) {
      if (!isHookToken(token)) return Promise.resolve(null);
      const nowMs = performance.now();
      const known = kept.get(token);
      return known && known.untilMs > nowMs ? known.hook : ask(token, nowMs);
    },
    unsettle() {
      settledAtMs = performance.now() + unsettledMs;
      kept.clear();
    },
  };
}
