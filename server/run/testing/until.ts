import { setTimeout as delay } from "node:timers/promises";

/** Asks again until the answer is not null; throws with `what` after 60 s, which only a failing test waits for. */
export async function until<T>(what: string, ask: () => Promise<T | null> | T | null): Promise<T> {
  const giveUpAt = performance.now() + 60_000;
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (performance.now() > giveUpAt) throw new Error(`Waited in vain: ${what}.`);
    await delay(10);
  }
}
