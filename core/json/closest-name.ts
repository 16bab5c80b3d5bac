/**
 * The known name that a mistyped one most likely means, or null when none is near: at most a third of its letters
 * differ (insert, delete, replace, swap of neighbours), upper and lower case being nearly the same.
 */
export function closestName(typed: string, known: Iterable<string>): string | null {
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(typed.length / 3)) + 0.5;
  for (const name of known) {
    if (Math.abs(name.length - typed.length) > bestDistance) continue;
    const distance = typed.toLowerCase() === name.toLowerCase() ? 0.5 : distanceOf(typed, name);
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/** Optimal string alignment distance; three rows of length |b| + 1. */
function distanceOf(a: string, b: string): number {
  let older: number[] = [];
  let old = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const now = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min((now[column - 1] ?? 0) + 1, (old[column] ?? 0) + 1, (old[column - 1] ?? 0) + (same ? 0 : 1));
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) cost = Math.min(cost, (older[column - 2] ?? 0) + 1);
      now.push(cost);
    }
    older = old;
    old = now;
  }
  return old[b.length] ?? 0;
}
