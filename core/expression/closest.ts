/** The name most like `wanted` among `names`, or null when none is near enough to be a slip of the keyboard. */
export function closest(wanted: string, names: Iterable<string>): string | null {
  const folded = wanted.toLowerCase();
  let best: string | null = null;
  let bestDistance = Math.floor(wanted.length / 3) + 1;
  let looked = 0;
  for (const name of names) {
    if (looked++ > 500) break;
    if (Math.abs(name.length - wanted.length) >= bestDistance) continue;
    const distance = editDistance(folded, name.toLowerCase());
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/** How many letters must be added, dropped or changed to turn one text into the other. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, change));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
