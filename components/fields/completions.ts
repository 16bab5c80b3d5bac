import type { Shape } from "#core/json/shape.ts";
import { pathOfSource, pathSource } from "./path-source.ts";
import { memberShape, shapeWord } from "./shape-words.ts";

/** One thing that could stand at the caret. `insert` replaces from `from` of the result up to the caret. */
export type FormulaCompletion = {
  readonly label: string;
  readonly kind: "name" | "field" | "function" | "method";
  /** Type or signature, behind the label. */
  readonly detail: string;
  /** What it is, in a sentence. */
  readonly doc: string;
  /** A use of it; "" where there is none. */
  readonly example: string;
  readonly insert: string;
  /** How far before the end of `insert` the caret lands: inside the brackets of a function. */
  readonly back: number;
};

/** `upper(text)` may also be written `text.upper()`: the first part of each function can stand before it. */
export type FunctionDoc = {
  readonly name: string;
  readonly signature: string;
  readonly doc: string;
  readonly example: string;
};

type Args = {
  readonly source: string;
  readonly at: number;
  readonly scope: Shape;
  readonly functions: readonly FunctionDoc[];
  /** Title of the step behind `steps.<key>`. */
  readonly titles: ReadonlyMap<string, string>;
};

export type FormulaCompletions = { readonly from: number; readonly options: readonly FormulaCompletion[] };

const chain = /((?:[A-Za-z_]\w*)(?:\.\w+|\[\d+\]|\["(?:[^"\\]|\\.)*"\])*)\.(\w*)$/;
const member = /[)\]"'\w]\.(\w*)$/;
const word = /(?:^|[^\w.])([A-Za-z_]\w*)$/;
const macro = /\.(?:map|filter|all|exists|exists_one|existsOne|sortBy|groupBy|uniqueBy)\(\s*([A-Za-z_]\w*)\s*,/g;
const scopeDocs: Readonly<Record<string, string>> = {
  input: "The value that arrived at this step.",
  trigger: "What started the run.",
  steps: "What earlier steps produced, by key.",
  item: "The item that is being looked at.",
  index: "The position of the item, from 0.",
  vars: "Variables of the workspace.",
  run: "This run: its id and when it started.",
};

/** What can stand at `at` in a formula; null inside a text and where nothing is known. */
export function completionsAt(args: Args): FormulaCompletions | null {
  const before = args.source.slice(0, args.at);
  if (insideText(before)) return null;
  const link = chain.exec(before);
  if (link) return memberCompletions(args, link[1] ?? "", link[2] ?? "");
  const call = member.exec(before);
  if (call) return { from: args.at - (call[1] ?? "").length, options: methods(args.functions, undefined) };
  const typed = word.exec(before)?.[1] ?? "";
  if (typed === "" && before.trim() !== "" && /[\w)\]"'.]\s*$/.test(before)) return null;
  return { from: args.at - typed.length, options: [...names(args, before), ...globals(args.functions)] };
}

function memberCompletions(args: Args, base: string, typed: string): FormulaCompletions | null {
  const from = args.at - typed.length;
  const shape = shapeOfBase(args, base);
  const fields = shape?.kind === "object" ? fieldsOf(shape, base, args.titles) : [];
  const found = base === "steps" ? [] : methods(args.functions, shape);
  const inBrackets = fields.some((field) => field.insert.startsWith("["));
  // A name that needs brackets also replaces the dot, so all options start there.
  const options = inBrackets
    ? [...fields, ...found].map((each) =>
        each.insert.startsWith("[") ? each : { ...each, insert: `.${each.insert}`, label: each.label },
      )
    : [...fields, ...found];
  return options.length === 0 ? null : { from: inBrackets ? from - 1 : from, options };
}

function fieldsOf(
  shape: Shape & { kind: "object" },
  base: string,
  titles: ReadonlyMap<string, string>,
): readonly FormulaCompletion[] {
  return Object.entries(shape.fields).map(([name, inner]) => {
    const source = pathSource(["x", name]).slice(1);
    return {
      label: name,
      kind: "field",
      detail: shapeWord(inner) + (shape.optional?.includes(name) ? ", may be absent" : ""),
      doc: base === "steps" ? `Output of “${titles.get(name) ?? name}”.` : "",
      example: "",
      insert: source.startsWith(".") ? source.slice(1) : source,
      back: 0,
    };
  });
}

function names({ scope, source, at }: Args, before: string): readonly FormulaCompletion[] {
  const fields = scope.kind === "object" ? Object.entries(scope.fields) : [];
  const own = fields.map(
    ([name, shape]): FormulaCompletion => ({
      label: name,
      kind: "name",
      detail: shapeWord(shape),
      doc: scopeDocs[name] ?? "",
      example: "",
      insert: name,
      back: 0,
    }),
  );
  const bound = [...new Set(Array.from(before.matchAll(macro), (match) => match[1] ?? ""))].map(
    (name): FormulaCompletion => ({
      label: name,
      kind: "name",
      detail: "each item",
      doc: "",
      example: "",
      insert: name,
      back: 0,
    }),
  );
  return source.slice(0, at).trim() === "" ? own : [...bound, ...own];
}

/** Functions as they stand alone: `min(list)`. */
function globals(functions: readonly FunctionDoc[]): readonly FormulaCompletion[] {
  return functions.map((each) => completionOf(each, partsOf(each), "function"));
}

/** Functions as they stand behind a value, those left out that cannot take a value of its shape. */
function methods(functions: readonly FunctionDoc[], shape: Shape | undefined): readonly FormulaCompletion[] {
  return functions.flatMap((each) => {
    const [first, ...rest] = partsOf(each);
    return first !== undefined && !each.name.includes(".") && takes(first, shape)
      ? [completionOf(each, rest, "method")]
      : [];
  });
}

/** Parts are named after what they take. */
const kindsOfPart: Readonly<Record<string, readonly Shape["kind"][]>> = {
  text: ["text"],
  list: ["list"],
  number: ["number"],
  object: ["object"],
  textOrList: ["text", "list"],
  date: ["text"],
  path: [],
};

/** Whether a value of this shape can be the part; yes where nothing is known of either. */
function takes(part: string, shape: Shape | undefined): boolean {
  if (!shape || shape.kind === "any" || !Object.hasOwn(kindsOfPart, part)) return true;
  return kindsOfPart[part]?.includes(shape.kind) ?? true;
}

function partsOf({ signature }: FunctionDoc): readonly string[] {
  const inside = /\((.*)\)$/.exec(signature)?.[1] ?? "";
  return inside === "" ? [] : inside.split(",").map((part) => part.trim());
}

function completionOf(each: FunctionDoc, parts: readonly string[], kind: "function" | "method"): FormulaCompletion {
  // A loop names its item: the name is written at once, and the caret waits behind it.
  const item = kind === "method" && parts[0] === "x" ? "x, " : "";
  return {
    label: each.name,
    kind,
    detail: each.signature,
    doc: each.doc,
    example: each.example,
    insert: `${each.name}(${item})`,
    back: parts.length === 0 ? 0 : 1,
  };
}

function shapeOfBase({ scope, source, at }: Args, base: string): Shape | undefined {
  const path = pathOfSource(base);
  if (!path) return undefined;
  const [root, ...rest] = path;
  const start =
    memberShape(scope, String(root)) ?? boundShape({ scope, before: source.slice(0, at), name: String(root) });
  return walk(start, rest);
}

/** The item shape of `orders.map(x, x.…)` for `x`. */
function boundShape({ scope, before, name }: { scope: Shape; before: string; name: string }): Shape | undefined {
  for (const match of Array.from(before.matchAll(macro)).reverse()) {
    if (match[1] !== name) continue;
    const base = /([A-Za-z_]\w*(?:\.\w+|\[\d+\])*)$/.exec(before.slice(0, match.index))?.[1];
    const path = base ? pathOfSource(base) : null;
    if (!path) return undefined;
    const list = walk(memberShape(scope, String(path[0])), path.slice(1));
    return list?.kind === "list" ? list.of : undefined;
  }
  return undefined;
}

function walk(start: Shape | undefined, path: readonly (string | number)[]): Shape | undefined {
  return path.reduce<Shape | undefined>((shape, segment) => (shape ? memberShape(shape, segment) : undefined), start);
}

/** True when the caret stands inside quotes. */
function insideText(before: string): boolean {
  let quote = "";
  for (let at = 0; at < before.length; at++) {
    const letter = before[at] as string;
    if (quote === "") quote = letter === '"' || letter === "'" ? letter : "";
    else if (letter === "\\") at++;
    else if (letter === quote) quote = "";
  }
  return quote !== "";
}
