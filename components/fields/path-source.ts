/** Where a value lies inside another: field names and list positions. */
export type Path = readonly (string | number)[];

const plainName = /^[A-Za-z_][A-Za-z0-9_]*$/;
const reservedWords = new Set(
  "as break const continue else false for function if import in let loop namespace null package return true var void while".split(
    " ",
  ),
);

/** The formula that reads a path: `steps.orders.items[0]["unit price"]`. The first segment is a name in scope. */
export function pathSource(path: Path): string {
  return path.map((segment, at) => segmentSource(segment, at === 0)).join("");
}

/** The path that a formula reads when it does nothing else; null for any other formula. */
export function pathOfSource(source: string): Path | null {
  const text = source.trim();
  const head = /^[A-Za-z_][A-Za-z0-9_]*/.exec(text);
  if (!head) return null;
  const path: (string | number)[] = [head[0]];
  const step = /\.([A-Za-z_][A-Za-z0-9_]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/y;
  step.lastIndex = head[0].length;
  while (step.lastIndex < text.length) {
    const found = step.exec(text);
    if (!found) return null;
    path.push(found[1] ?? (found[2] === undefined ? unquoted(found[3] ?? '""') : Number(found[2])));
  }
  return path;
}

/** The same path for people: `items[0].unit price`. */
export function pathText(path: Path): string {
  return path
    .map((segment, at) => (typeof segment === "number" ? `[${segment}]` : at === 0 ? segment : `.${segment}`))
    .join("");
}

function segmentSource(segment: string | number, first: boolean): string {
  if (typeof segment === "number") return `[${segment}]`;
  if (first) return segment;
  return plainName.test(segment) && !reservedWords.has(segment) ? `.${segment}` : `[${JSON.stringify(segment)}]`;
}

function unquoted(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text.slice(1, -1);
  }
}
