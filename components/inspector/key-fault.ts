/** Why a key cannot be used, as a sentence; null when it can. `taken` holds the keys of the other steps. */
export function keyFault(key: string, taken: ReadonlySet<string>): string | null {
  if (key === "") return "A step needs a key. Write at least one letter.";
  if (!/^[a-z_][a-z0-9_]*$/i.test(key)) return "Use letters, digits and _ only, and start with a letter.";
  if (taken.has(key)) return `Another step is called “${key}”. Choose a different key.`;
  return key.length > 60 ? "Use at most 60 letters." : null;
}
