/*
 * Code that comes once the screen stands, so that it stands sooner. All of it is fetched as soon as the browser has
 * time: who loses the connection afterwards, or whose server was updated meanwhile, has every part already.
 */

type Load = () => Promise<unknown>;

const waiting = new Set<Load>();
const patienceMs = 2_000;
let isTimeCome = false;

/** Names a part that comes later. Call it while a module is loaded; give the answer to `lazy` or `dynamic`. */
export function laterPart<T>(load: () => Promise<T>): () => Promise<T> {
  if (isTimeCome) fetchNow(load);
  else waiting.add(load);
  return load;
}

/**
 * Fetches what was named so far when the browser is idle after the next frame is painted, and from then on what is
 * named; answers what calls that off. Idle alone is too early: the browser rests between mounting and painting.
 */
export function fetchLaterParts(): () => void {
  const fetchAll = () => {
    isTimeCome = true;
    for (const load of waiting) fetchNow(load);
    waiting.clear();
  };
  // Safari has no idle callbacks.
  if (!("requestIdleCallback" in globalThis)) {
    const timer = setTimeout(fetchAll, patienceMs);
    return () => clearTimeout(timer);
  }
  let idle = 0;
  const frame = requestAnimationFrame(() => {
    idle = requestIdleCallback(fetchAll, { timeout: patienceMs });
  });
  return () => {
    cancelAnimationFrame(frame);
    cancelIdleCallback(idle);
  };
}

/** What cannot be had now is asked for again when it is wanted, and fails there. */
function fetchNow(load: Load): void {
  load().catch(() => undefined);
}
