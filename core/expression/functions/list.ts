import type { Json } from "../../json/json.ts";
import { anyShape, listShape, numberShape, type Shape } from "../../json/shape.ts";
import { compare, compareForSort, identityOf } from "../compare.ts";
import { BadArgument, defineFunction, type FunctionDefinition, wordsOfValue } from "../define-function.ts";
import type { Work } from "../work.ts";

const list = { name: "list", kind: "list" } as const;
const sameList = ([of]: readonly Shape[]): Shape => (of?.kind === "list" ? of : listShape(anyShape));
const oneItem = ([of]: readonly Shape[]): Shape => (of?.kind === "list" ? of.of : anyShape);

export const listFunctions: readonly FunctionDefinition[] = [
  defineFunction({
    name: "size",
    category: "list",
    params: [{ name: "value", kind: "sized" }],
    returns: numberShape,
    doc: "How many items a list has, signs a text, or fields an object.",
    example: "[10, 20, 30].size()",
    result: 3,
    call: ([value], work) => sizeOf(value, work),
  }),
  defineFunction({
    name: "sum",
    category: "list",
    params: [list],
    returns: numberShape,
    doc: "All numbers of a list added up; 0 for an empty list. Empty (null) items do not count.",
    example: "[1.5, 2, 3].sum()",
    result: 6.5,
    call: ([items]) => numbersOf(items).reduce((total, item) => total + item, 0),
  }),
  defineFunction({
    name: "avg",
    category: "list",
    params: [list],
    returns: anyShape,
    doc: "The mean of a list of numbers; null for an empty list.",
    example: "[1, 2, 6].avg()",
    result: 3,
    call: ([items]) => {
      const numbers = numbersOf(items);
      return numbers.length === 0 ? null : numbers.reduce((total, item) => total + item, 0) / numbers.length;
    },
  }),
  defineFunction({
    name: "min",
    category: "list",
    params: [{ name: "values", kind: "any", rest: true }],
    returns: anyShape,
    doc: "The smallest of a list, or of the values given; null for an empty list.",
    example: "min([3, 1, 2])",
    result: 1,
    call: (args, work) => extreme(args, -1, work),
  }),
  defineFunction({
    name: "max",
    category: "list",
    params: [{ name: "values", kind: "any", rest: true }],
    returns: anyShape,
    doc: "The largest of a list, or of the values given; null for an empty list.",
    example: "max(3, 10, 2)",
    result: 10,
    call: (args, work) => extreme(args, 1, work),
  }),
  defineFunction({
    name: "first",
    category: "list",
    params: [list],
    returns: oneItem,
    doc: "The first item of a list; null when it is empty.",
    example: '["a", "b"].first()',
    result: "a",
    call: ([items]) => items[0] ?? null,
  }),
  defineFunction({
    name: "last",
    category: "list",
    params: [list],
    returns: oneItem,
    doc: "The last item of a list; null when it is empty.",
    example: '["a", "b"].last()',
    result: "b",
    call: ([items]) => items.at(-1) ?? null,
  }),
  defineFunction({
    name: "sort",
    category: "list",
    params: [list],
    returns: sameList,
    doc: "The list in order: numbers by size, texts by letters, empty (null) items last. See also sortBy.",
    example: "[3, 1, 2].sort()",
    result: [1, 2, 3],
    call: ([items], work) => {
      work.charge(items.length * Math.ceil(Math.log2(items.length + 2)));
      return [...items].sort(compareForSort);
    },
  }),
  defineFunction({
    name: "reverse",
    category: "list",
    params: [list],
    returns: sameList,
    doc: "The list from its end to its start.",
    example: "[1, 2, 3].reverse()",
    result: [3, 2, 1],
    call: ([items]) => [...items].reverse(),
  }),
  defineFunction({
    name: "unique",
    category: "list",
    params: [list],
    returns: sameList,
    doc: "The list without items that came before. See also uniqueBy.",
    example: "[1, 2, 1, 3].unique()",
    result: [1, 2, 3],
    call: ([items], work) => unique(items, work),
  }),
  defineFunction({
    name: "flatten",
    category: "list",
    params: [list],
    returns: ([of]) => (of?.kind === "list" && of.of.kind === "list" ? of.of : listShape(anyShape)),
    doc: "A list of lists as one list, one level deep.",
    example: "[[1, 2], [3], 4].flatten()",
    result: [1, 2, 3, 4],
    call: ([items], work) => {
      const flat: Json[] = items.flat();
      work.charge(flat.length);
      return flat;
    },
  }),
  defineFunction({
    name: "slice",
    category: "list",
    params: [
      { name: "textOrList", kind: "text-or-list" },
      { name: "start", kind: "number" },
      { name: "end", kind: "number", optional: true },
    ],
    returns: ([of]) => of ?? anyShape,
    doc: "A part of a text or list, from a start (0 is the first) up to but without an end; negative counts from the end.",
    example: '"INV-2024-17".slice(4, 8)',
    result: "2024",
    call: ([whole, start, end]) => whole.slice(start, end ?? undefined),
  }),
  defineFunction({
    name: "range",
    category: "list",
    params: [
      { name: "start", kind: "number" },
      { name: "end", kind: "number", optional: true },
    ],
    returns: listShape(numberShape),
    doc: "Whole numbers from a start up to but without an end; with one value, from 0.",
    example: "range(1, 4)",
    result: [1, 2, 3],
    call: ([start, end], work) => {
      const [from, to] = end === undefined || end === null ? [0, start] : [start, end];
      const length = Math.max(0, Math.ceil(to - from));
      work.charge(length);
      return Array.from({ length }, (_, at) => from + at);
    },
  }),
  defineFunction({
    name: "zip",
    category: "list",
    params: [
      { name: "left", kind: "list" },
      { name: "right", kind: "list" },
    ],
    returns: listShape(listShape(anyShape)),
    doc: "Pairs of the items of two lists, as long as the shorter one.",
    example: 'zip(["a", "b"], [1, 2])',
    result: [
      ["a", 1],
      ["b", 2],
    ],
    call: ([left, right]) => left.slice(0, right.length).map((item, at) => [item, right[at] ?? null]),
  }),
  defineFunction({
    name: "chunk",
    category: "list",
    params: [list, { name: "size", kind: "number" }],
    returns: ([of]) => listShape(of ?? listShape(anyShape)),
    doc: "The list cut into lists of at most so many items.",
    example: "[1, 2, 3].chunk(2)",
    result: [[1, 2], [3]],
    call: ([items, size]) => {
      if (!Number.isInteger(size) || size < 1) throw new BadArgument("the size must be a whole number, 1 or more.");
      const count = Math.ceil(items.length / size);
      return Array.from({ length: count }, (_, at) => items.slice(at * size, (at + 1) * size));
    },
  }),
];

function sizeOf(value: string | readonly Json[] | object, work: Work): number {
  if (Array.isArray(value)) return value.length;
  if (typeof value !== "string") {
    const fields = Object.keys(value).length;
    work.charge(fields);
    return fields;
  }
  let signs = 0;
  for (const _sign of value) signs++;
  work.charge(value.length >> 3);
  return signs;
}

function numbersOf(items: readonly Json[]): number[] {
  return items
    .filter((item) => item !== null)
    .map((item) => {
      if (typeof item === "number") return item;
      const hint = typeof item === "string" ? " Turn texts into numbers first: list.map(x, toNumber(x))." : "";
      throw new BadArgument(`every item must be a number, but one is ${wordsOfValue(item)}.${hint}`);
    });
}

function extreme(args: readonly Json[], sign: 1 | -1, work: Work): Json {
  const [only] = args;
  const values = args.length === 1 && Array.isArray(only) ? (only as readonly Json[]) : args;
  work.charge(values.length);
  let best: Json = null;
  for (const value of values) {
    if (value === null) continue;
    if (best === null || compare(value, best) * sign > 0) best = value;
  }
  return best;
}

function unique(items: readonly Json[], work: Work): Json {
  const seen = new Map<string, Json>();
  for (const item of items) {
    const identity = identityOf(item, work);
    if (!seen.has(identity)) seen.set(identity, item);
  }
  return [...seen.values()];
}
