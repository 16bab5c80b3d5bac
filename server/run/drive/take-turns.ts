/** So long runs may work one after the other before timers and the network get their turn; milliseconds. */
const roundMsMax = 10;

/**
 * Lets runs that have more to do than fits into one turn go on one after the other, and everything else in between: after
 * 10 ms of them leases are renewed, answers read and connections opened. With a turn each in one round of the event loop,
 * 200 runs with heavy formulas held all that up for seconds, until their leases were gone.
 */
const waiting: (() => void)[] = [];
let isPlanned = false;

export function inTurn(act: () => void): void {
  waiting.push(act);
  if (isPlanned) return;
  isPlanned = true;
  setImmediate(round);
}

function round(): void {
  const until = performance.now() + roundMsMax;
  let count = 0;
  try {
    for (const act of waiting) {
      count += 1;
      act();
      if (performance.now() > until) break;
    }
  } finally {
    waiting.splice(0, count);
    isPlanned = waiting.length > 0;
    if (isPlanned) setImmediate(round);
  }
}
