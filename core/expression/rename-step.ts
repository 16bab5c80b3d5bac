import { loopMacros } from "./formula.ts";
import { type Token, tokensOf } from "./tokens.ts";

/**
 * The formula with every `steps.<from>` and `steps["<from>"]` reading `to`; all else, spaces included, stays as it
 * was. `to` must be a plain name. Works on words and not on what the parser makes of them: a formula that somebody is
 * writing follows too, and an editor can rename before it has the parser (21 kB of gzip).
 */
export function renameStep(source: string, from: string, to: string): string {
  if (!source.includes(from)) return source;
  let renamed = "";
  let done = 0;
  for (const { token, text } of readsOf(tokensOf(source), from, to)) {
    renamed += source.slice(done, token.from) + text;
    done = token.to;
  }
  return renamed + source.slice(done);
}

type Edit = { readonly token: Token; readonly text: string };

function readsOf(tokens: readonly Token[], from: string, to: string): Edit[] {
  const edits: Edit[] = [];
  const open: Bracket[] = [];
  for (const [at, { text }] of tokens.entries()) {
    if (text === "(" || text === "[" || text === "{") open.push({ hidesFrom: hidingFrom(tokens, at), commas: 0 });
    else if (text === ")" || text === "]" || text === "}") open.pop();
    else if (text === ",") countComma(open);
    else if (text === "steps" && !isField(tokens, at) && !open.some(isHiding)) {
      const edit = editAfter(tokens, at, { from, to });
      if (edit) edits.push(edit);
    }
  }
  return edits;
}

/** An open bracket, in which `steps` is another variable from some comma on; null when nowhere. */
type Bracket = { readonly hidesFrom: number | null; commas: number };

function countComma(open: readonly Bracket[]): void {
  const inner = open.at(-1);
  if (inner) inner.commas++;
}

function isHiding({ hidesFrom, commas }: Bracket): boolean {
  return hidesFrom !== null && commas >= hidesFrom;
}

const macros: ReadonlySet<string> = new Set(loopMacros);

/** `list.map(steps, …)` and `cel.bind(steps, value, …)` name a variable of their own so. */
function hidingFrom(tokens: readonly Token[], at: number): number | null {
  if (tokens[at]?.text !== "(" || tokens[at + 1]?.text !== "steps" || tokens[at + 2]?.text !== ",") return null;
  const [of, dot, name] = [tokens[at - 3], tokens[at - 2], tokens[at - 1]];
  if (dot?.text !== "." || !name) return null;
  if (name.text === "bind" && of?.text === "cel") return 2;
  return macros.has(name.text) ? 1 : null;
}

/** A field of something else: `x.steps`, `x.?steps`. */
function isField(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1]?.text;
  return before === "." || (before === "?" && tokens[at - 2]?.text === ".");
}

type Rename = { readonly from: string; readonly to: string };

function editAfter(tokens: readonly Token[], steps: number, { from, to }: Rename): Edit | null {
  let at = steps + 1;
  // `(steps).key` reads a step, `f(steps).key` does not.
  for (let left = steps - 1; tokens[at]?.text === ")" && isGrouping(tokens, left); left--) at++;
  const sign = tokens[at]?.text;
  const key = tokens[tokens[at + 1]?.text === "?" ? at + 2 : at + 1];
  const next = key && tokens[tokens.indexOf(key, at) + 1]?.text;
  if (sign === "." && key?.kind === "name" && key.text === from && next !== "(") return { token: key, text: to };
  if (sign !== "[" || key?.kind !== "text" || next !== "]" || key.text.slice(1, -1) !== from) return null;
  return { token: key, text: JSON.stringify(to) };
}

function isGrouping(tokens: readonly Token[], at: number): boolean {
  if (tokens[at]?.text !== "(") return false;
  const before = tokens[at - 1];
  return before === undefined || (before.kind === "sign" && before.text !== ")" && before.text !== "]");
}
