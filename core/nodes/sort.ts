import * as z from "zod";
import type { Json } from "../json/json.ts";
import { compareSortKeys, isEmptyKey, orderings, type SortKey, sortKeyOf } from "../lists/compare-values.ts";
import { defineNode } from "../node-kit/define-node.ts";
import { field, itemFormula, list, rows, withFormula, withRaw } from "../node-kit/field.ts";
import { emit } from "../node-kit/outcome.ts";
import { rawRows, rawText } from "../node-kit/raw-config.ts";

const settings = z.object({
  list: field(withFormula(list(), "input"), { title: "List" }),
  by: field(
    withRaw(
      rows(
        z.object({
          value: field(withFormula(itemFormula(), "item"), { title: "By", placeholder: "item.amount" }),
          direction: field(z.enum(["ascending", "descending"]).default("ascending"), {
            title: "Direction",
            labels: { ascending: "Ascending", descending: "Descending" },
          }),
          compare: field(z.enum(orderings).default("auto"), {
            title: "Compare as",
            labels: { auto: "Automatic", number: "Numbers", text: "Text", natural: "Natural" },
          }),
        }),
      ),
      [{ value: { $expr: "item" }, direction: "ascending", compare: "auto" }],
    ),
    { title: "Sort by", rowName: "value" },
  ),
});

export const sort = defineNode({
  type: "sort",
  version: 1,
  title: "Sort",
  summary: "Puts the items of a list in order by one or more values.",
  docs: `Items are compared by the first formula; where that gives the same, by the second, and so on. Items that are
equal in all of them stay in the order in which they came. Empty values go to the end in either direction.

How values are compared:
- **Automatic**: numbers by size, then texts; a text that spells a number counts as that number;
- **Numbers**: the same, said explicitly for mixed columns;
- **Text**: upper and lower case and accents together;
- **Natural**: as text, but digits count as numbers, so “file 9” comes before “file 10”.

The order does not depend on the language of the machine.

### Example
\`item.companies\` descending, then \`item.sector\` ascending: largest first, ties by name.

### What can go wrong
- **A field does not exist on some items**: write \`has(item.rank) ? item.rank : null\`; they go to the end.`,
  category: "list",
  icon: "arrow-down-wide-narrow",
  keywords: ["order", "rank", "ascending", "descending", "largest", "smallest"],
  config: settings,
  output: ({ config, shapeOfField }) => shapeOfField(config.list),
  caption: (config) =>
    rawRows(config, "by")
      .map((row) => `${rawText(row.value)}${row.direction === "descending" ? " ↓" : " ↑"}`)
      .join(", "),
  run: ({ config }) => emit("out", sortItems(config)),
});

function sortItems({ list: items, by }: z.output<typeof settings>): Json {
  const columns = by.map((column) => ({
    keys: items.map((item, index) => sortKeyOf(column.value(item, index), column.compare)),
    sign: column.direction === "descending" ? -1 : 1,
  }));
  const places = Array.from(items, (_, index) => index);
  places.sort((a, b) => {
    // Called two million times for 100,000 items: an iterator here doubles the time.
    for (let at = 0; at < columns.length; at++) {
      const { keys, sign } = columns[at] as (typeof columns)[number];
      const order = compareInDirection(keys[a] as SortKey, keys[b] as SortKey, sign);
      if (order !== 0) return order;
    }
    return 0;
  });
  return places.map((place) => items[place] ?? null);
}

/** Empty values stay at the end in either direction. */
function compareInDirection(a: SortKey, b: SortKey, sign: number): number {
  const order = compareSortKeys(a, b);
  return isEmptyKey(a) || isEmptyKey(b) ? order : order * sign;
}
