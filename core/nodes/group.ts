import * as z from "zod";
import type { Json, JsonObject } from "../json/json.ts";
import { anyShape, listShape, numberShape, objectShape, type Shape } from "../json/shape.ts";
import { itemShapeOf } from "../lists/item-shape.ts";
import { type Summary, type SummaryKind, summaryKinds, summaryOf } from "../lists/summarise.ts";
import { valuesKey } from "../lists/value-key.ts";
import { defineNode, type ShapeArgs } from "../node-kit/define-node.ts";
import { field, itemFormula, list, nameText, rows, withFormula, withRaw } from "../node-kit/field.ts";
import { emit } from "../node-kit/outcome.ts";
import { namesOf, rawRows, rawText } from "../node-kit/raw-config.ts";

const settings = z.object({
  list: field(withFormula(list(), "input"), { title: "List" }),
  by: field(
    rows(
      z.object({
        name: field(nameText(), { title: "Name", placeholder: "sector" }),
        value: field(itemFormula(), { title: "Formula", placeholder: "item.sector" }),
      }),
    ).default([]),
    { title: "Group by", help: "Items with the same values go together.", rowName: "key" },
  ),
  summaries: field(
    withRaw(
      rows(
        z.object({
          name: field(nameText(), { title: "Name", placeholder: "total" }),
          kind: field(z.enum(summaryKinds).default("count"), {
            title: "Summary",
            labels: {
              count: "Count",
              sum: "Sum",
              min: "Smallest",
              max: "Largest",
              mean: "Mean",
              list: "List",
              first: "First",
              last: "Last",
            },
          }),
          value: field(withFormula(itemFormula(), "item"), {
            title: "Of",
            placeholder: "item.amount",
            visibleWhen: (row) => row.kind !== "count",
          }),
        }),
      ),
      [{ name: "count", kind: "count", value: { $expr: "item" } }],
    ),
    { title: "Summaries", rowName: "summary" },
  ),
});

export const group = defineNode({
  type: "group",
  version: 1,
  title: "Group and summarise",
  summary: "Puts items that share a value together and counts, sums or collects each group.",
  docs: `The result is a list with one object per group, in the order in which the groups first appear. Each object has
the values you group by and the summaries you ask for. Without anything to group by, the whole list is one group.

Summaries: **count** of items, **sum**, **smallest**, **largest** and **mean** of numbers, **list** of all values,
**first** and **last** value. Numbers in text (as CSV has them) count as numbers. Empty values are left out of all but
count and list. Smallest and largest also work on texts such as dates.

### Example
Group by \`sector\` = \`item["GICS Sector"]\` with a count called \`companies\` gives
\`[{ "sector": "Industrials", "companies": 83 }, …]\`. Put a *Sort* step behind it for a ranking.

### What can go wrong
- **“total” needs numbers, but item 3 has "n/a"**: filter such items out before, or turn them into numbers in the
  formula.
- **A field does not exist on some items**: ask for it with \`has(item.sector) ? item.sector : "none"\`.`,
  category: "list",
  icon: "group",
  keywords: ["aggregate", "pivot", "count", "sum", "average", "mean", "total", "statistics", "reduce", "by"],
  config: settings,
  output: shapeOfOutput,
  caption: (config) => {
    const keys = namesOf(rawRows(config, "by"));
    const summaries = namesOf(rawRows(config, "summaries"));
    return keys === "" ? summaries : `${summaries || "Groups"} by ${keys}`;
  },
  run: ({ config }) => emit("out", groupItems(config)),
});

type GroupConfig = z.output<typeof settings>;

function groupItems({ list: items, by, summaries }: GroupConfig): Json {
  const startGroup = (values: readonly Json[]): Group => ({
    values,
    summaries: summaries.map((column) => summaryOf(column.kind, column.name)),
  });
  const groups = new Map<string, Group>();
  if (by.length === 0) groups.set(valuesKey([]), startGroup([]));
  items.forEach((item, index) => {
    const values = by.map((key) => key.value(item, index));
    const id = valuesKey(values);
    let found = groups.get(id);
    if (found === undefined) {
      found = startGroup(values);
      groups.set(id, found);
    }
    for (const [at, column] of summaries.entries()) {
      found.summaries[at]?.add(column.kind === "count" ? null : column.value(item, index), index);
    }
  });
  return Array.from(groups.values(), (found): JsonObject => {
    const keys = by.map((key, at) => [key.name, found.values[at] ?? null] as const);
    const results = summaries.map((column, at) => [column.name, found.summaries[at]?.result() ?? null] as const);
    return Object.fromEntries([...keys, ...results]);
  });
}

type Group = { readonly values: readonly Json[]; readonly summaries: readonly Summary[] };

function shapeOfOutput({ config, shapeOfField }: ShapeArgs): Shape {
  const item = itemShapeOf(shapeOfField(config.list));
  const keys = rawRows(config, "by").map((row) => [rawText(row.name), shapeOfField(row.value, item)] as const);
  const columns = rawRows(config, "summaries").map(
    (row) => [rawText(row.name), shapeOfSummary(row.kind as SummaryKind, () => shapeOfField(row.value, item))] as const,
  );
  return listShape(objectShape(Object.fromEntries([...keys, ...columns])));
}

function shapeOfSummary(kind: SummaryKind, shapeOfValue: () => Shape): Shape {
  if (kind === "count" || kind === "sum") return numberShape;
  if (kind === "list") return listShape(shapeOfValue());
  return anyShape;
}
