import type { Json } from "../json/json.ts";

export type LanguageDoc = {
  readonly name: string;
  readonly signature: string;
  readonly doc: string;
  readonly example: string;
  readonly result: Json;
  readonly category: "list" | "logic";
};

/** The parts of the language that look like functions but name a variable, or forgive what is missing. */
export const languageDocs: readonly LanguageDoc[] = [
  {
    name: "map",
    signature: "map(list, x, formula)",
    doc: "A list with what the formula gives for each item x; with three parts, list.map(x, condition, formula), only for some.",
    example: "[1, 2, 3].map(x, x * 10)",
    result: [10, 20, 30],
    category: "list",
  },
  {
    name: "filter",
    signature: "filter(list, x, condition)",
    doc: "The items for which the condition holds.",
    example: "[1, 2, 3].filter(x, x > 1)",
    result: [2, 3],
    category: "list",
  },
  {
    name: "all",
    signature: "all(list, x, condition)",
    doc: "Whether the condition holds for every item; true for an empty list.",
    example: "[1, 2].all(x, x > 0)",
    result: true,
    category: "list",
  },
  {
    name: "exists",
    signature: "exists(list, x, condition)",
    doc: "Whether the condition holds for at least one item.",
    example: '["bug", "ui"].exists(label, label == "bug")',
    result: true,
    category: "list",
  },
  {
    name: "exists_one",
    signature: "exists_one(list, x, condition)",
    doc: "Whether the condition holds for exactly one item.",
    example: "[1, 2, 2].exists_one(x, x == 2)",
    result: false,
    category: "list",
  },
  {
    name: "sortBy",
    signature: "sortBy(list, x, formula)",
    doc: "The items in the order of what the formula gives, smallest first; empty (null) last. Add .reverse() for largest first.",
    example: "[{'n': 2}, {'n': 1}].sortBy(x, x.n)",
    result: [{ n: 1 }, { n: 2 }],
    category: "list",
  },
  {
    name: "groupBy",
    signature: "groupBy(list, x, formula)",
    doc: "The items in groups with the same result of the formula: a list of { key, items }.",
    example: "[1, 2, 3].groupBy(x, x % 2)",
    result: [
      { key: 1, items: [1, 3] },
      { key: 0, items: [2] },
    ],
    category: "list",
  },
  {
    name: "uniqueBy",
    signature: "uniqueBy(list, x, formula)",
    doc: "The items without those for which the formula gives something that came before.",
    example: "[11, 12, 21].uniqueBy(x, x % 10)",
    result: [11, 12],
    category: "list",
  },
  {
    name: "has",
    signature: "has(path)",
    doc: "Whether a path such as steps.check.total leads to something; never fails.",
    example: "has({'a': 1}.a)",
    result: true,
    category: "logic",
  },
  {
    name: "coalesce",
    signature: "coalesce(...values)",
    doc: "The first value that is there and not null; a missing step or field counts as not there.",
    example: "coalesce({'a': 1}.b, null, 7)",
    result: 7,
    category: "logic",
  },
  {
    name: "orValue",
    signature: "orValue(optional, otherwise)",
    doc: "After optional access with .? or [?…]: the value, or another one where there is nothing.",
    example: "{'a': 1}.?b.orValue(0)",
    result: 0,
    category: "logic",
  },
  {
    name: "cel.bind",
    signature: "cel.bind(name, value, formula)",
    doc: "Gives a value a name inside a formula, so that it is written once.",
    example: "cel.bind(total, [1, 2].sum(), total * total)",
    result: 9,
    category: "logic",
  },
];
