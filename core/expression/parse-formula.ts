import { type ASTNode, Environment } from "@marcbachmann/cel-js";
import { caps } from "../caps.ts";
import { type BinaryOp, binaryOps, type Formula, type LoopMacro, loopMacros, type Range } from "./formula.ts";
import { FormulaError } from "./formula-error.ts";

/** Limits of a formula's form; the size of its source is `caps.expressionBytes`. */
const formulaCaps = {
  parts: 4_000,
  depth: 200,
  /** Loops inside loops: `a.map(x, b.map(y, …))` is two. */
  loopDepth: 4,
} as const;

export type Parsed =
  | { readonly ok: true; readonly formula: Formula }
  | { readonly ok: false; readonly error: FormulaError };

const cache = new Map<string, Parsed>();
const cacheSizeMax = 2_000;

/** Parses a formula once; the same source answers the same value. Never throws. */
export function parseFormula(source: string): Parsed {
  const known = cache.get(source);
  if (known) return known;
  const parsed = parse(source);
  if (cache.size >= cacheSizeMax) {
    const oldest = cache.keys().next();
    if (!oldest.done) cache.delete(oldest.value);
  }
  if (source.length <= caps.expressionBytes) cache.set(source, parsed);
  return parsed;
}

/** Only the library's parser is used: its evaluator knows nothing of JSON numbers, missing steps or our caps. */
const grammar = new Environment({
  enableOptionalTypes: true,
  unlistedVariablesAreDyn: true,
  limits: {
    maxAstNodes: formulaCaps.parts,
    maxDepth: formulaCaps.depth,
    maxListElements: 1_000,
    maxMapEntries: 1_000,
    maxCallArguments: 32,
  },
});

function parse(source: string): Parsed {
  const whole = { from: 0, to: source.length };
  const bytes = new TextEncoder().encode(source).length;
  if (bytes > caps.expressionBytes) {
    const limit = caps.expressionBytes / 1024;
    return refuse("cap", `The formula is longer than ${limit} kB. Split it over several steps.`, whole);
  }
  if (source.trim() === "")
    return refuse("syntax", "The formula is empty. Write one, or switch to a fixed value.", whole);
  try {
    return { ok: true, formula: convert(grammar.parse(source).ast, { locals: [], loops: 0, depth: 0 }) };
  } catch (thrown) {
    if (thrown instanceof FormulaError) return { ok: false, error: thrown };
    if (thrown instanceof RangeError) return refuse("cap", tooDeep, whole);
    return fromLibrary(thrown, source);
  }
}

const tooDeep = "The formula is nested too deeply. Split it over several steps.";

function refuse(kind: "cap" | "syntax", message: string, at: Range): Parsed {
  return { ok: false, error: new FormulaError(kind, message, at) };
}

type Place = { readonly locals: readonly string[]; readonly loops: number; readonly depth: number };

function convert(node: ASTNode, outer: Place): Formula {
  const at: Range = { from: node.start, to: node.end };
  if (outer.depth > formulaCaps.depth) throw new FormulaError("cap", tooDeep, at);
  const place = { ...outer, depth: outer.depth + 1 };
  switch (node.op) {
    case "value":
      return { kind: "literal", value: literal(node.args, at), ...at };
    case "id":
      return nameOf(node.args, at, place);
    case ".":
    case ".?": {
      const [of, name] = node.args;
      const optional = node.op === ".?";
      return { kind: "field", of: convert(of, place), name, optional, at: { from: node.pos, to: node.end }, ...at };
    }
    case "[]":
    case "[?]": {
      const [of, key] = node.args;
      return { kind: "index", of: convert(of, place), key: convert(key, place), optional: node.op === "[?]", ...at };
    }
    case "call":
      return call(
        node.args[0],
        node.args[1],
        { at, name: { from: at.from, to: at.from + node.args[0].length } },
        place,
      );
    case "rcall":
      return method(node.args, node.input, at, place);
    case "list":
      return { kind: "list", items: node.args.map((item) => convert(item, place)), ...at };
    case "map":
      return {
        kind: "object",
        entries: node.args.map(([key, value]) => [convert(key, place), convert(value, place)] as const),
        ...at,
      };
    case "?:": {
      const [test, yes, no] = node.args;
      return { kind: "if", test: convert(test, place), yes: convert(yes, place), no: convert(no, place), ...at };
    }
    case "&&":
    case "||": {
      const [left, right] = node.args;
      const kind = node.op === "&&" ? "and" : "or";
      return { kind, left: convert(left, place), right: convert(right, place), ...at };
    }
    case "!_":
      return { kind: "not", of: convert(node.args, place), ...at };
    case "-_":
      return { kind: "negate", of: convert(node.args, place), ...at };
    default: {
      const op = binaryOps.find((known) => known === node.op) as BinaryOp;
      const [left, right] = node.args as [ASTNode, ASTNode];
      return { kind: "binary", op, left: convert(left, place), right: convert(right, place), ...at };
    }
  }
}

function method(
  [name, receiver, args]: readonly [string, ASTNode, ASTNode[]],
  source: string,
  at: Range,
  place: Place,
): Formula {
  if (receiver.op === "id" && receiver.args === "cel" && name === "bind") return bind(args, at, place);
  const start = source.indexOf(name, receiver.end);
  return call(name, [receiver, ...args], { at, name: { from: start, to: start + name.length } }, place);
}

function nameOf(name: string, at: Range, place: Place): Formula {
  const slot = place.locals.lastIndexOf(name);
  return slot === -1 ? { kind: "name", name, ...at } : { kind: "local", name, slot, ...at };
}

/** `f(a, b)` and `a.f(b)` are the same call. */
function call(
  name: string,
  args: readonly ASTNode[],
  where: { readonly at: Range; readonly name: Range },
  place: Place,
): Formula {
  const { at } = where;
  const [first, second] = args;
  const macro = loopMacros.find((known) => known === name);
  if (macro) return loop(macro, args, where, place);
  if (name === "has" && first && args.length === 1) return { kind: "has", of: convert(first, place), ...at };
  if (name === "coalesce") return { kind: "coalesce", args: args.map((arg) => convert(arg, place)), ...at };
  if (name === "orValue" && first && second && args.length === 2) {
    return { kind: "or-value", of: convert(first, place), otherwise: convert(second, place), ...at };
  }
  return { kind: "call", name, args: args.map((arg) => convert(arg, place)), at: where.name, ...at };
}

function loop(
  macro: LoopMacro,
  args: readonly ASTNode[],
  where: { readonly at: Range; readonly name: Range },
  place: Place,
): Formula {
  const [list, variable, ...bodies] = args;
  const body = bodies.at(-1);
  const filter = bodies.length === 2 && macro === "map" ? bodies[0] : undefined;
  if (!list || !variable || !body || bodies.length > (macro === "map" ? 2 : 1)) {
    throw new FormulaError("syntax", `Write ${macro} as list.${macro}(x, formula with x).`, where.name);
  }
  if (variable.op !== "id") {
    const at = { from: variable.start, to: variable.end };
    throw new FormulaError("syntax", `The first part of ${macro} must be a plain name such as x.`, at);
  }
  if (place.loops >= formulaCaps.loopDepth) {
    const message = `More than ${formulaCaps.loopDepth} loops inside one another. Split the formula over several steps.`;
    throw new FormulaError("cap", message, where.name);
  }
  const inner: Place = { locals: [...place.locals, variable.args], loops: place.loops + 1, depth: place.depth };
  return {
    kind: "loop",
    macro,
    list: convert(list, place),
    variable: variable.args,
    slot: place.locals.length,
    filter: filter ? convert(filter, inner) : null,
    body: convert(body, inner),
    at: where.name,
    ...where.at,
  };
}

function bind(args: readonly ASTNode[], at: Range, place: Place): Formula {
  const [variable, value, body] = args;
  if (variable?.op !== "id" || !value || !body || args.length !== 3) {
    throw new FormulaError("syntax", "Write cel.bind(name, value, formula with name).", at);
  }
  const inner: Place = { ...place, locals: [...place.locals, variable.args] };
  return {
    kind: "bind",
    slot: place.locals.length,
    name: variable.args,
    value: convert(value, place),
    body: convert(body, inner),
    ...at,
  };
}

function literal(value: unknown, at: Range) {
  if (typeof value === "bigint") return Number(value);
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (typeof value === "number") throw new FormulaError("syntax", "The number is too large.", at);
  if (value instanceof Uint8Array) {
    throw new FormulaError("syntax", 'Bytes cannot flow between steps. Write a text "…" instead.', at);
  }
  return Number(value);
}

/** Plain sentences for the parser's own codes; decided by code, never by its text. */
const sentences: Readonly<Record<string, string>> = {
  unterminated_string: "A text is not closed. Add the missing quote.",
  unterminated_triple_quoted_string: 'A text is not closed. Add the missing """.',
  newline_in_string: 'A text ends in the middle of a line. Close it, or write """ around a text of several lines.',
  invalid_escape_sequence: "A backslash here means nothing. Write \\\\ for a plain backslash.",
  reserved_identifier: "This word is reserved and cannot be a name.",
  invalid_macro_argument: "The first part must be a plain name such as x.",
};

function fromLibrary(thrown: unknown, source: string): Parsed {
  const { code, range, summary } = thrown as {
    code?: string;
    range?: { start: number; end: number };
    summary?: string;
  };
  const from = Math.min(range?.start ?? 0, source.length);
  const to = Math.max(from, Math.min(range?.end ?? source.length, source.length));
  if (code === "limit_exceeded")
    return refuse("cap", "The formula has too many parts. Split it over several steps.", { from, to });
  const known = code === undefined ? undefined : sentences[code];
  if (known) return refuse("syntax", known, { from, to });
  const rest = source.slice(from).trimStart();
  if (rest === "") {
    const end = source.trimEnd().length;
    return refuse("syntax", "The formula stops too early. Something is missing at its end.", {
      from: end - 1,
      to: end,
    });
  }
  const shown = rest.slice(0, Math.max(1, Math.min(20, to - from)));
  const message = code
    ? `This does not belong here: ${shown}`
    : `The formula cannot be read: ${summary ?? "unknown form"}`;
  return refuse("syntax", message, { from, to });
}
