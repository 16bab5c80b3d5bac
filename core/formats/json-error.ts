/** Where a text stops being JSON (UTF-16 offset) and what should have been there. */
export type JsonError = { readonly offset: number; readonly sentence: string };

type Expecting = "value" | "first-key" | "key" | "colon" | "first-value" | "separator" | "end";

/**
 * Finds the first mistake in a text that `JSON.parse` refused. Engines word their own messages differently and some
 * give no position, so we walk the text once more. Keeps its own stack: deep nesting cannot overflow it.
 */
export function findJsonError(text: string): JsonError {
  const open: ("{" | "[")[] = [];
  let expecting: Expecting = "value";
  let at = skipSpace(text, 0);
  if (at >= text.length) return { offset: at, sentence: "the text is empty; expected a JSON value." };
  for (;;) {
    const char = text[at];
    const closes = char !== undefined && char === closerOf(open.at(-1)) && mayClose(expecting);
    if (closes) {
      open.pop();
      at += 1;
      expecting = open.length === 0 ? "end" : "separator";
    } else if (expecting === "separator" && char === ",") {
      at += 1;
      expecting = open.at(-1) === "{" ? "key" : "value";
    } else if (expecting === "colon" && char === ":") {
      at += 1;
      expecting = "value";
    } else if ((expecting === "first-key" || expecting === "key") && char === '"') {
      const end = stringEnd(text, at);
      if (typeof end !== "number") return end;
      at = end;
      expecting = "colon";
    } else if ((expecting === "value" || expecting === "first-value") && (char === "{" || char === "[")) {
      open.push(char);
      at += 1;
      expecting = char === "{" ? "first-key" : "first-value";
    } else if (expecting === "value" || expecting === "first-value") {
      const end = scalarEnd(text, at);
      if (typeof end !== "number") return end;
      at = end;
      expecting = open.length === 0 ? "end" : "separator";
    } else {
      return { offset: at, sentence: `expected ${wanted(expecting, open.at(-1))}${found(text, at)}.` };
    }
    at = skipSpace(text, at);
    if (expecting === "end" && at >= text.length) return { offset: 0, sentence: "this is not JSON." };
  }
}

function closerOf(opener: "{" | "[" | undefined): string | undefined {
  return opener === "{" ? "}" : opener === "[" ? "]" : undefined;
}

function mayClose(expecting: Expecting): boolean {
  return expecting === "first-key" || expecting === "first-value" || expecting === "separator";
}

function wanted(expecting: Expecting, opener: "{" | "[" | undefined): string {
  if (expecting === "first-key") return "a field name in double quotes or }";
  if (expecting === "key") return "a field name in double quotes";
  if (expecting === "colon") return "a colon";
  if (expecting === "separator") return opener === "{" ? "a comma or }" : "a comma or ]";
  return expecting === "end" ? "nothing more" : "a value";
}

function found(text: string, at: number): string {
  const char = text.codePointAt(at);
  return char === undefined ? ", but the text ends here" : `, found ${JSON.stringify(String.fromCodePoint(char))}`;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && " \t\n\r".includes(text.charAt(at))) at += 1;
  return at;
}

const scalar = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;

function scalarEnd(text: string, at: number): number | JsonError {
  if (text[at] === '"') return stringEnd(text, at);
  scalar.lastIndex = at;
  if (scalar.test(text)) return scalar.lastIndex;
  if (text[at] === "'") return { offset: at, sentence: "texts are written in double quotes, not single ones." };
  const word = /[\w.+-]+/y;
  word.lastIndex = at;
  const name = word.exec(text)?.[0];
  if (name === undefined) return { offset: at, sentence: `expected a value${found(text, at)}.` };
  if (/^[\d+.-]/.test(name))
    return { offset: at, sentence: `“${name.slice(0, 40)}” is not a number as JSON writes them.` };
  return { offset: at, sentence: `“${name.slice(0, 40)}” is not a value; put texts in double quotes.` };
}

function stringEnd(text: string, start: number): number | JsonError {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) return at + 1;
    if (code < 32) {
      return {
        offset: at,
        sentence: "a text cannot hold a line break or control character; write it as \\n or \\u00….",
      };
    }
    if (code === 92) {
      const escaped = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;
      escaped.lastIndex = at;
      if (!escaped.test(text)) return { offset: at, sentence: "this backslash begins no known escape; double it." };
      at = escaped.lastIndex - 1;
    }
  }
  return { offset: start, sentence: "this text is never closed; add the closing double quote." };
}
