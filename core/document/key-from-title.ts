/** Words that mean something in a formula, or could reach the prototype of an object (R19). */
const reservedKeys: ReadonlySet<string> = new Set(
  (
    "as break const continue else false for function if import in let loop null package namespace return true var " +
    "void while constructor prototype __proto__"
  ).split(" "),
);
const keyLengthMax = 40;

/** True for a name that can stand in `steps.<key>`: letters, digits and _, not a digit first, at most 64. */
export function isValidKey(key: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(key) && !reservedKeys.has(key);
}

/** `Fetch orders!` becomes `fetch_orders`; made free of the taken keys by a number at its end: `fetch_orders_2`. */
export function keyFromTitle(title: string, taken: ReadonlySet<string> = new Set()): string {
  const plain = title
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/ß/g, "ss")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .slice(0, keyLengthMax)
    .replace(/^_+|_+$/g, "");
  const named = plain === "" ? "step" : /^[0-9]/.test(plain) ? `step_${plain}` : plain;
  return freeKey(reservedKeys.has(named) ? `${named}_step` : named, taken);
}

/** The key itself, or with the first number that makes it free. */
export function freeKey(key: string, taken: ReadonlySet<string>): string {
  if (!taken.has(key)) return key;
  const stem = key.replace(/_[0-9]+$/, "");
  for (let number = 2; ; number++) {
    const candidate = `${stem}_${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}

/** True when the key is what a title gives by itself, so that a new title may change it. */
export function isKeyOfTitle(key: string, title: string): boolean {
  const own = keyFromTitle(title);
  return key === own || key.replace(/_[0-9]+$/, "") === own.replace(/_[0-9]+$/, "");
}
