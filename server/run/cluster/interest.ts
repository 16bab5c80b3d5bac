import type { Json } from "#core/json/json.ts";
import type { Bus } from "./bus.ts";

/** A process that has not said for so long what it listens to has gone. */
const forgetMs = 15_000;
/** How often a process says again all that it listens to; nothing while it listens to nothing. */
const repeatMs = 4_000;

export type Interest = {
  /** This process wants to hear of a run or a workflow: `ws_…/run_…`. Answers how to stop. */
  readonly add: (key: string) => () => void;
  /** The processes that want to hear of any of these. */
  readonly wantedBy: (
    keys: readonly string[],
  ) => readonly { readonly process: string; readonly keys: readonly string[] }[];
  readonly hasAny: () => boolean;
  readonly stop: () => void;
};

type Said = { readonly keys: readonly string[] };

/**
 * Which process listens to what, known to all of them, so that nobody sends what nobody hears. Kept nowhere but in the
 * processes: each says all of its own when that changes, every few seconds, and to whoever asks.
 */
export function shareInterest(bus: Bus): Interest {
  const own = new Map<string, number>();
  const others = new Map<string, { keys: ReadonlySet<string>; heardAtMs: number }>();
  let isSaying = false;

  const say = () => bus.sendAll("interest", { keys: [...own.keys()] } satisfies Said as Json);
  const saySoon = () => {
    if (isSaying) return;
    isSaying = true;
    queueMicrotask(() => {
      isSaying = false;
      say();
    });
  };
  const repeat = setInterval(() => {
    if (own.size > 0) say();
    const nowMs = performance.now();
    for (const [process, { heardAtMs }] of others) if (nowMs - heardAtMs > forgetMs) others.delete(process);
  }, repeatMs).unref();

  bus.on("interest", (body, from) => {
    const { keys } = body as Said;
    if (keys.length === 0) others.delete(from);
    else others.set(from, { keys: new Set(keys), heardAtMs: performance.now() });
  });
  bus.on("who-listens", () => {
    if (own.size > 0) say();
  });
  bus.onJoined(() => {
    bus.sendAll("who-listens", null);
    if (own.size > 0) say();
  });

  return {
    add: (key) => {
      own.set(key, (own.get(key) ?? 0) + 1);
      if (own.get(key) === 1) saySoon();
      return () => {
        const left = (own.get(key) ?? 1) - 1;
        if (left > 0) own.set(key, left);
        else if (own.delete(key)) saySoon();
      };
    },
    wantedBy: (keys) =>
      [...others].flatMap(([process, { keys: wanted }]) => {
        const found = keys.filter((key) => wanted.has(key));
        return found.length > 0 ? [{ process, keys: found }] : [];
      }),
    hasAny: () => others.size > 0,
    stop: () => {
      clearInterval(repeat);
      if (own.size > 0) bus.sendAll("interest", { keys: [] });
    },
  };
}
