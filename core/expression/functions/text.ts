import { caps } from "../../caps.ts";
import type { Json } from "../../json/json.ts";
import { boolShape, listShape, numberShape, textShape } from "../../json/shape.ts";
import { isEqual } from "../compare.ts";
import { BadArgument, defineFunction, type FunctionDefinition } from "../define-function.ts";
import { FormulaError } from "../formula-error.ts";
import { toText } from "../to-text.ts";
import type { Work } from "../work.ts";

const text = { name: "text", kind: "text" } as const;

export const textFunctions: readonly FunctionDefinition[] = [
  defineFunction({
    name: "lower",
    category: "text",
    params: [text],
    returns: textShape,
    doc: "The text in small letters.",
    example: 'lower("Zürich")',
    result: "zürich",
    call: ([value]) => value.toLowerCase(),
  }),
  defineFunction({
    name: "upper",
    category: "text",
    params: [text],
    returns: textShape,
    doc: "The text in capital letters.",
    example: 'upper("abc")',
    result: "ABC",
    call: ([value]) => value.toUpperCase(),
  }),
  defineFunction({
    name: "capitalize",
    category: "text",
    params: [text],
    returns: textShape,
    doc: "The text with its first letter made a capital.",
    example: 'capitalize("open orders")',
    result: "Open orders",
    call: ([value]) => value.charAt(0).toUpperCase() + value.slice(1),
  }),
  defineFunction({
    name: "trim",
    category: "text",
    params: [text],
    returns: textShape,
    doc: "The text without spaces and line ends around it.",
    example: 'trim("  hello ")',
    result: "hello",
    call: ([value]) => value.trim(),
  }),
  defineFunction({
    name: "split",
    category: "text",
    params: [text, { name: "separator", kind: "text" }],
    returns: listShape(textShape),
    doc: "The parts of a text between separators, as a list.",
    example: 'split("a,b,c", ",")',
    result: ["a", "b", "c"],
    call: ([value, separator], work) => charged(value.split(separator), work),
  }),
  defineFunction({
    name: "lines",
    category: "text",
    params: [text],
    returns: listShape(textShape),
    doc: "The lines of a text, as a list, without empty ones.",
    example: 'lines("one\\ntwo\\n")',
    result: ["one", "two"],
    call: ([value], work) =>
      charged(
        value.split(/\r?\n/).filter((line) => line.trim() !== ""),
        work,
      ),
  }),
  defineFunction({
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
  }),
  defineFunction({
    name: "replace",
    category: "text",
    params: [text, { name: "search", kind: "text" }, { name: "replacement", kind: "text" }],
    returns: textShape,
    doc: "The text with every occurrence of one text replaced by another.",
    example: 'replace("1.299,00", ".", "")',
    result: "1299,00",
    call: ([value, search, replacement], work) => replaceAll(value, search, replacement, work),
  }),
  defineFunction({
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
    call: ([whole, part], work) => {
      if (typeof whole !== "string") return whole.some((item) => isEqual(item, part, work));
      if (typeof part !== "string") throw new BadArgument("looking inside text needs text to look for.");
      return whole.includes(part);
    },
  }),
  defineFunction({
    name: "startsWith",
    category: "text",
    params: [text, { name: "start", kind: "text" }],
    returns: boolShape,
    doc: "Whether a text begins with another.",
    example: '"INV-17".startsWith("INV-")',
    result: true,
    call: ([value, start]) => value.startsWith(start),
  }),
  defineFunction({
    name: "endsWith",
    category: "text",
    params: [text, { name: "end", kind: "text" }],
    returns: boolShape,
    doc: "Whether a text ends with another.",
    example: '"report.csv".endsWith(".csv")',
    result: true,
    call: ([value, end]) => value.endsWith(end),
  }),
  defineFunction({
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
    call: ([whole, part], work) => {
      if (typeof whole !== "string") return whole.findIndex((item) => isEqual(item, part, work));
      if (typeof part !== "string") throw new BadArgument("looking inside text needs text to look for.");
      return whole.indexOf(part);
    },
  }),
  defineFunction({
    name: "slug",
    category: "text",
    params: [text],
    returns: textShape,
    doc: "The text in a form fit for addresses and file names: small letters, digits and hyphens.",
    example: 'slug("Über Größe & Maß!")',
    result: "uber-grosse-mass",
    call: ([value]) => slug(value),
  }),
  defineFunction({
    name: "truncate",
    category: "text",
    params: [text, { name: "length", kind: "number" }, { name: "ending", kind: "text", optional: true }],
    returns: textShape,
    doc: "The text cut to at most so many characters, with an ending (…) when it was cut.",
    example: 'truncate("A long description", 7)',
    result: "A long…",
    call: ([value, length, ending]) => truncate(value, length, ending ?? "…"),
  }),
  defineFunction({
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
  }),
  defineFunction({
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
  }),
  defineFunction({
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
  }),
  defineFunction({
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
  }),
];

function charged(list: readonly string[], work: Work): readonly string[] {
  work.charge(list.length);
  return list;
}

/** The length itself; throws a `cap` FormulaError when a text of this length would be over 2 MB. */
export function atMost(length: number): number {
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
