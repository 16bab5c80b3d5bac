import type { SavedState, SessionStore } from "./session-store.ts";

const patienceMs = 5_000;
const notSaved = "Your last changes are not on the server yet. Try again when they are saved.";

/**
 * A call that waits until the server has every change, so that what runs, is tested or is published there is what is
 * drawn here. Fails when it does not come to that within five seconds, or at once while offline or refused.
 */
export function savedFirst<Args extends unknown[], Result>(
  store: SessionStore,
  call: ((...args: Args) => Promise<Result>) | undefined,
): (...args: Args) => Promise<Result> {
  return async (...args) => {
    if (!call || !(await isSavedSoon(store))) throw new Error(notSaved);
    return call(...args);
  };
}

function isSavedSoon(store: SessionStore): Promise<boolean> {
  const now = answerOf(store.getState().saved);
  if (now !== null) return Promise.resolve(now);
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(resolve, patienceMs, false);
  const unsubscribe = store.subscribe(({ saved }) => {
    const answer = answerOf(saved);
    if (answer !== null) resolve(answer);
  });
  return promise.finally(() => {
    clearTimeout(timer);
    unsubscribe();
  });
}

/** Null while it may still become one or the other. */
function answerOf(saved: SavedState): boolean | null {
  if (saved.kind === "saved") return true;
  return saved.kind === "offline" || saved.kind === "refused" ? false : null;
}
