import { failure } from "../failure.ts";
import type { Json } from "../json/json.ts";
import { FailureError } from "../node-kit/outcome.ts";
import { compareSortKeys, sortKeyOf } from "./compare-values.ts";
import { isEmpty, numberOf } from "./number-of.ts";

export const summaryKinds = ["count", "sum", "min", "max", "mean", "list", "first", "last"] as const;
export type SummaryKind = (typeof summaryKinds)[number];

/** Folds the values of one group into one. */
export type Summary = {
  /** `index` is the item's place in the whole list, for errors. Throws a FailureError on what is not a number. */
  add(value: Json, index: number): void;
  /** null when nothing but empty values was added; 0 for count and sum. */
  result(): Json;
};

/** A fresh summary. `name` is the column's, for errors. Empty values (null, blank text) only count in `count`. */
export function summaryOf(kind: SummaryKind, name: string): Summary {
  switch (kind) {
    case "count":
      return countOf();
    case "sum":
      return numeric(name, (total) => total.sum());
    case "mean":
      return numeric(name, (total) => (total.count === 0 ? null : total.sum() / total.count));
    case "min":
      return extreme(-1);
    case "max":
      return extreme(1);
    case "list":
      return listOf();
    case "first":
      return edge((kept) => kept === undefined);
    case "last":
      return edge(() => true);
  }
}

function countOf(): Summary {
  let count = 0;
  return {
    add: () => {
      count += 1;
    },
    result: () => count,
  };
}

function listOf(): Summary {
  const values: Json[] = [];
  return { add: (value) => void values.push(value), result: () => values };
}

function edge(replaces: (kept: Json | undefined) => boolean): Summary {
  let kept: Json | undefined;
  return {
    add: (value) => {
      if (!isEmpty(value) && replaces(kept)) kept = value;
    },
    result: () => kept ?? null,
  };
}

/** min (-1) or max (1): numbers by size; texts, dates among them, by text; numbers come before texts. */
function extreme(direction: 1 | -1): Summary {
  let kept: { value: Json; key: ReturnType<typeof sortKeyOf> } | undefined;
  return {
    add: (value) => {
      if (isEmpty(value)) return;
      const key = sortKeyOf(value, "auto");
      if (kept === undefined || compareSortKeys(key, kept.key) * direction > 0) kept = { value, key };
    },
    result: () => (kept === undefined ? null : (numberOf(kept.value) ?? kept.value)),
  };
}

function numeric(name: string, answer: (total: Total) => Json): Summary {
  const total = totalOf();
  return {
    add: (value, index) => {
      if (isEmpty(value)) return;
      const number = numberOf(value);
      if (number === undefined) throw new FailureError(notANumber(name, value, index));
      total.add(number);
    },
    result: () => {
      const result = answer(total);
      if (typeof result !== "number" || Number.isFinite(result)) return result;
      throw new FailureError(
        failure("input", `“${name}” gets larger than any number can be. Filter out the huge values.`),
      );
    },
  };
}

type Total = { add(number: number): void; sum(): number; readonly count: number };

/** Adds with a running correction (Neumaier), so that 0.1 ten times makes 1 and the order hardly matters. */
function totalOf(): Total {
  let sum = 0;
  let lost = 0;
  let count = 0;
  return {
    add: (number) => {
      const next = sum + number;
      lost += Math.abs(sum) >= Math.abs(number) ? sum - next + number : number - next + sum;
      sum = next;
      count += 1;
    },
    sum: () => sum + lost,
    get count() {
      return count;
    },
  };
}

function notANumber(name: string, value: Json, index: number) {
  const shown = JSON.stringify(value).slice(0, 60);
  const message = `“${name}” needs numbers, but item ${index + 1} has ${shown}. Turn it into a number in the formula, or filter such items out before.`;
  return failure("input", message, { details: { index } });
}
