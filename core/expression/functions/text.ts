import { RE2JS } from "re2js";
import { caps } from "../../caps.ts";
import type { Json } from "../../json/json.ts";
import { anyShape, boolShape, listShape, numberShape, textShape } from "../../json/shape.ts";
import { BadArgument, type FunctionDefinition } from "../define-function.ts";
import { FormulaError } from "../formula-error.ts";
import { toText } from "../to-text.ts";
import type { Work } from "../work.ts";

const text = { name: "text", kind: "text" } as const;

export const textFunctions: readonly FunctionDefinition[] = [
  {
    name: "lower",
    category: "text",
    params: [text],
    returns: textShape,
    doc: "The text in small letters.",
    example: 'lower("Zürich")',
    result: "zürich",
    call: ([value]) => value.toLowerCase(),
  },
  {
    name: "upper",
    category: "text",
    params: [text],
    returns: textShape,
    doc: "The text in capital letters.",
    example: 'upper("abc")',
    result: "ABC",
    call: ([value]) => value.toUpperCase(),
  },
  {
    name: "capitalize",
    category: "text",
    params: [text],
    returns: textShape,
    doc: "The text with its first letter made a capital.",
    example: 'capitalize("open orders")',
    result: "Open orders",
    call: ([value]) => value.charAt(0).toUpperCase() + value.slice(1),
  },
  {
    name: "trim",
    category: "text",
    params: [text],
    returns: textShape,
    doc: "The text without spaces and line ends around it.",
    example: 'trim("  hello ")',
    result: "hello",
    call: ([value]) => value.trim(),
  },
  {
    name: "split",
    category: "text",
    params: [text, { name: "separator", kind: "text" }],
    returns: listShape(textShape),
    doc: "The parts of a text between separators, as a list.",
    example: 'split("a,b,c", ",")',
    result: ["a", "b", "c"],
    call: ([value, separator], work) => charged(value.split(separator), work),
  },
  {
    name: "lines",
    category: "text",
    params: [text],
    returns: listShape(textShape),
    doc: "The lines of a text, as a list, without empty ones.",
    example: 'lines("one\\ntwo\\n")',
    result: ["one", "two"],
    call: ([value], work) =>
      charged(
        value.split(/\r?\n/).filter((line: string) => line.trim() !== ""),
        work,
      ),
  },
  {
    name: "join",
    category: "text",
    params: [
      { name: "list", kind: "list" },
      { name: "separator", kind: "text", optional: true },
    ],
    returns: textShape,
    doc: "The items of a list as one text, with the separator between them.",
    example: '["a", "b", 3].join(", ")',
    result: "a, b, 3",
    call: ([list, separator], work) => join(list, separator ?? "", work),
  },
  {
    name: "replace",
    category: "text",
    params: [text, { name: "search", kind: "text" }, { name: "replacement", kind: "text" }],
    returns: textShape,
    doc: "The text with every occurrence of one text replaced by another.",
    example: 'replace("1.299,00", ".", "")',
    result: "1299,00",
    call: ([value, search, replacement], work) => replaceAll(value, search, replacement, work),
  },
  {
    name: "replaceMatches",
    category: "text",
    params: [text, { name: "pattern", kind: "text" }, { name: "replacement", kind: "text" }],
    returns: textShape,
    doc: "The text with everything that matches a pattern replaced; $1 stands for the first group.",
    example: 'replaceMatches("order 17 of 20", "[0-9]+", "#")',
    result: "order # of #",
    call: ([value, pattern, replacement], work) => {
      work.charge(value.length * 2);
      return replaceMatches(value, pattern, replacement);
    },
  },
  {
    name: "contains",
    category: "text",
    params: [
      { name: "textOrList", kind: "text-or-list" },
      { name: "part", kind: "any" },
    ],
    returns: boolShape,
    doc: "Whether a text holds another text, or a list holds an item.",
    example: 'contains("heddle", "dd")',
    result: true,
    call: ([whole, part]) => {
      if (typeof whole !== "string") return whole.some((item: Json) => item === part);
      if (typeof part !== "string") throw new BadArgument("looking inside text needs text to look for.");
      return whole.includes(part);
    },
  },
  {
    name: "startsWith",
    category: "text",
    params: [text, { name: "start", kind: "text" }],
    returns: boolShape,
    doc: "Whether a text begins with another.",
    example: '"INV-17".startsWith("INV-")',
    result: true,
    call: ([value, start]) => value.startsWith(start),
  },
  {
    name: "endsWith",
    category: "text",
    params: [text, { name: "end", kind: "text" }],
    returns: boolShape,
    doc: "Whether a text ends with another.",
    example: '"report.csv".endsWith(".csv")',
    result: true,
    call: ([value, end]) => value.endsWith(end),
  },
  {
    name: "indexOf",
    category: "text",
    params: [
      { name: "textOrList", kind: "text-or-list" },
      { name: "part", kind: "any" },
    ],
    returns: numberShape,
    doc: "The place of a part in a text or list, counted from 0; -1 when it is not there.",
    example: '"a-b".indexOf("-")',
    result: 1,
    call: ([whole, part]) => whole.indexOf(part),
  },
  {
    name: "matches",
    category: "text",
    params: [text, { name: "pattern", kind: "text" }],
    returns: boolShape,
    doc: "Whether a pattern (regular expression, RE2) is found in the text.",
    example: '"INV-2024-17".matches("^INV-[0-9]{4}-[0-9]+$")',
    result: true,
    call: ([value, pattern], work) => {
      work.charge(value.length * 2);
      return compiled(pattern).matcher(value).find();
    },
  },
  {
    name: "extract",
    category: "text",
    params: [text, { name: "pattern", kind: "text" }],
    returns: anyShape,
    doc: "The first match of a pattern, or its first group when it has one; null when nothing matches.",
    example: '"Order #4711 paid".extract("#([0-9]+)")',
    result: "4711",
    call: ([value, pattern], work) => extract(value, pattern, 1, work)[0] ?? null,
  },
  {
    name: "extractAll",
    category: "text",
    params: [text, { name: "pattern", kind: "text" }],
    returns: listShape(textShape),
    doc: "All matches of a pattern as a list, or their first groups when it has one.",
    example: '"a1 b22".extractAll("[0-9]+")',
    result: ["1", "22"],
    call: ([value, pattern], work) => extract(value, pattern, Number.POSITIVE_INFINITY, work),
  },
  {
    name: "slug",
    category: "text",
    params: [text],
    returns: textShape,
    doc: "The text in a form fit for addresses and file names: small letters, digits and hyphens.",
    example: 'slug("Über Größe & Maß!")',
    result: "uber-grosse-mass",
    call: ([value]) => slug(value),
  },
  {
    name: "truncate",
    category: "text",
    params: [text, { name: "length", kind: "number" }, { name: "ending", kind: "text", optional: true }],
    returns: textShape,
    doc: "The text cut to at most so many characters, with an ending (…) when it was cut.",
    example: 'truncate("A long description", 7)',
    result: "A long…",
    call: ([value, length, ending]) => truncate(value, length, ending ?? "…"),
  },
  {
    name: "padStart",
    category: "text",
    params: [text, { name: "length", kind: "number" }, { name: "fill", kind: "text", optional: true }],
    returns: textShape,
    doc: "The text filled up at its start to a length.",
    example: 'padStart("7", 3, "0")',
    result: "007",
    call: ([value, length, fill], work) => {
      work.charge(atMost(length) >> 6);
      return value.padStart(length, fill ?? " ");
    },
  },
  {
    name: "padEnd",
    category: "text",
    params: [text, { name: "length", kind: "number" }, { name: "fill", kind: "text", optional: true }],
    returns: textShape,
    doc: "The text filled up at its end to a length.",
    example: 'padEnd("ab", 4, ".")',
    result: "ab..",
    call: ([value, length, fill], work) => {
      work.charge(atMost(length) >> 6);
      return value.padEnd(length, fill ?? " ");
    },
  },
  {
    name: "repeat",
    category: "text",
    params: [text, { name: "times", kind: "number" }],
    returns: textShape,
    doc: "The text so many times in a row.",
    example: 'repeat("ab", 3)',
    result: "ababab",
    call: ([value, times], work) => {
      if (!Number.isInteger(times) || times < 0) throw new BadArgument("times must be a whole number, 0 or more.");
      work.charge(atMost(value.length * times) >> 6);
      return value.repeat(times);
    },
  },
  {
    name: "escapeHtml",
    category: "text",
    params: [text],
    returns: textShape,
    doc: "The text with the signs that mean something in HTML made harmless.",
    example: 'escapeHtml("a < b & c")',
    result: "a &lt; b &amp; c",
    call: ([value], work) =>
      [
        ["&", "&amp;"],
        ["<", "&lt;"],
        [">", "&gt;"],
        ['"', "&quot;"],
        ["'", "&#39;"],
      ].reduce((escaped, [sign, name]) => replaceAll(escaped, sign ?? "", name ?? "", work), value),
  },
];

function charged(list: readonly string[], work: Work): readonly string[] {
  work.charge(list.length);
  return list;
}

function atMost(length: number): number {
  if (length <= caps.valueBytes) return Math.max(0, length);
  throw new FormulaError("cap", "The text gets larger than 2 MB.", { from: 0, to: 0 });
}

function join(list: readonly Json[], separator: string, work: Work): string {
  const texts = list.map(toText);
  const length = texts.reduce((sum, part) => sum + part.length + separator.length, 0);
  work.charge(atMost(length) >> 6);
  return texts.join(separator);
}

function replaceAll(value: string, search: string, replacement: string, work: Work): string {
  if (search === "") return value;
  const parts = value.split(search);
  work.charge(parts.length);
  atMost(value.length + (parts.length - 1) * (replacement.length - search.length));
  return parts.join(replacement);
}

function replaceMatches(value: string, pattern: string, replacement: string): string {
  const most = replacement.length * (value.length + 1) + value.length;
  if (most > caps.valueBytes * 8) atMost(most);
  try {
    return compiled(pattern).matcher(value).replaceAll(replacement);
  } catch {
    throw new BadArgument("the replacement names a group that the pattern does not have. Write $$ for a plain $.");
  }
}

function extract(value: string, pattern: string, most: number, work: Work): string[] {
  work.charge(value.length * 2);
  const matcher = compiled(pattern).matcher(value);
  const found: string[] = [];
  while (found.length < most && matcher.find()) {
    work.charge(1);
    const group = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
    found.push(group ?? "");
  }
  return found;
}

const patterns = new Map<string, RE2JS>();

/** A pattern in RE2 syntax, kept; its time is linear in the text (RE2 has no backtracking). */
function compiled(pattern: string): RE2JS {
  const known = patterns.get(pattern);
  if (known) return known;
  if (pattern.length > 1_000) throw new BadArgument("the pattern is longer than 1,000 characters.");
  try {
    const fresh = RE2JS.compile(pattern);
    if (patterns.size >= 500) patterns.clear();
    patterns.set(pattern, fresh);
    return fresh;
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message.replace(/^error parsing regexp: /, "") : "unknown";
    throw new BadArgument(`the pattern cannot be read (${reason}).`);
  }
}

function slug(value: string): string {
  return value
    .replaceAll("ß", "ss")
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}+/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

function truncate(value: string, length: number, ending: string): string {
  const units = Array.from(value.slice(0, Math.max(0, length) * 2 + 2));
  if (units.length <= length) return value;
  const room = Math.max(0, Math.floor(length) - Array.from(ending).length);
  return (units.slice(0, room).join("").trimEnd() + ending).slice(0, Math.max(0, length) * 2);
}
