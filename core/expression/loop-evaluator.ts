import type { Json } from "../json/json.ts";
import { isJsonList, isJsonObject } from "../json/json.ts";
import { compareForSort, identityOf } from "./compare.ts";
import { BadArgument, wordsOfValue } from "./define-function.ts";
import { type Build, bool, type Evaluation, type Evaluator, strict } from "./evaluator.ts";
import { type Formula, type Loop, partsOf } from "./formula.ts";
import { FormulaError } from "./formula-error.ts";

type LoopFormula = Formula & Loop;
type EachItem = (run: Evaluation, visit: (item: Json) => boolean) => void;

/** Evaluates a loop over a list, or over the keys of an object. Each item is charged by the size of the loop's body. */
export function loopEvaluator(formula: LoopFormula, build: Build): Evaluator {
  const each = eachItem(formula, build);
  switch (formula.macro) {
    case "map":
      return mapEvaluator(formula, each, build);
    case "filter": {
      const keep = bool(build(formula.body), formula.body);
      return (run) => collect(run, each, (item, into) => keep(run) && into.push(item));
    }
    case "all":
      return quantifier(
        formula,
        each,
        build,
        (hits, misses) => hits >= 0 && misses === 0,
        (_hits, misses) => misses > 0,
      );
    case "exists":
      return quantifier(
        formula,
        each,
        build,
        (hits) => hits > 0,
        (hits) => hits > 0,
      );
    case "exists_one":
      return quantifier(
        formula,
        each,
        build,
        (hits) => hits === 1,
        (hits) => hits > 1,
      );
    case "sortBy":
      return sortEvaluator(formula, each, build);
    case "groupBy":
      return groupEvaluator(formula, each, build);
    case "uniqueBy":
      return uniqueEvaluator(formula, each, build);
  }
}

/** Visits each item with the loop's variable set, until `visit` answers false. */
function eachItem(formula: LoopFormula, build: Build): EachItem {
  const list = strict(build(formula.list));
  const cost = countParts(formula.body) + (formula.filter ? countParts(formula.filter) : 0);
  return (run, visit) => {
    const value = list(run);
    const items = isJsonObject(value) ? Object.keys(value) : value;
    if (!isJsonList(items)) {
      const message = `${formula.macro} goes through a list, but this is ${wordsOfValue(value)}.`;
      throw new FormulaError(value === null ? "missing" : "value", message, formula.list);
    }
    run.work.charge(items.length >> 2);
    for (const item of items) {
      run.work.charge(cost);
      run.locals[formula.slot] = item;
      if (!visit(item)) return;
    }
  };
}

function countParts(formula: Formula): number {
  let count = 0;
  const waiting: Formula[] = [formula];
  for (let part = waiting.pop(); part; part = waiting.pop()) {
    count++;
    waiting.push(...partsOf(part));
  }
  return count;
}

function collect(run: Evaluation, each: EachItem, visit: (item: Json, into: Json[]) => unknown): Json {
  const into: Json[] = [];
  each(run, (item) => {
    visit(item, into);
    return true;
  });
  return into;
}

function mapEvaluator(formula: LoopFormula, each: EachItem, build: Build): Evaluator {
  const body = strict(build(formula.body));
  if (!formula.filter) return (run) => collect(run, each, (_item, into) => into.push(body(run)));
  const keep = bool(build(formula.filter), formula.filter);
  return (run) => collect(run, each, (_item, into) => keep(run) && into.push(body(run)));
}

function quantifier(
  formula: LoopFormula,
  each: EachItem,
  build: Build,
  holds: (hits: number, misses: number) => boolean,
  isDecided: (hits: number, misses: number) => boolean,
): Evaluator {
  const test = bool(build(formula.body), formula.body);
  return (run) => {
    let [hits, misses] = [0, 0];
    each(run, () => {
      if (test(run)) hits++;
      else misses++;
      return !isDecided(hits, misses);
    });
    return holds(hits, misses);
  };
}

type Keyed = { readonly key: Json; readonly item: Json };

function keyed(formula: LoopFormula, each: EachItem, build: Build): (run: Evaluation) => Keyed[] {
  const keyOf = strict(build(formula.body));
  return (run) => {
    const pairs: Keyed[] = [];
    each(run, (item) => {
      pairs.push({ key: keyOf(run), item });
      return true;
    });
    return pairs;
  };
}

function sortEvaluator(formula: LoopFormula, each: EachItem, build: Build): Evaluator {
  const keyedItems = keyed(formula, each, build);
  return (run) => {
    const pairs = keyedItems(run);
    run.work.charge(pairs.length * Math.ceil(Math.log2(pairs.length + 2)));
    try {
      return pairs.sort((a, b) => compareForSort(a.key, b.key)).map((pair) => pair.item);
    } catch (thrown) {
      if (thrown instanceof BadArgument) throw new FormulaError("value", `sortBy: ${thrown.message}`, formula);
      throw thrown;
    }
  };
}

function groupEvaluator(formula: LoopFormula, each: EachItem, build: Build): Evaluator {
  const keyedItems = keyed(formula, each, build);
  return (run) => {
    const groups = new Map<string, { key: Json; items: Json[] }>();
    for (const { key, item } of keyedItems(run)) {
      const identity = identityOf(key, run.work);
      const group = groups.get(identity);
      if (group) group.items.push(item);
      else groups.set(identity, { key, items: [item] });
    }
    return [...groups.values()];
  };
}

function uniqueEvaluator(formula: LoopFormula, each: EachItem, build: Build): Evaluator {
  const keyedItems = keyed(formula, each, build);
  return (run) => {
    const seen = new Set<string>();
    return keyedItems(run).flatMap(({ key, item }) => {
      const identity = identityOf(key, run.work);
      if (seen.has(identity)) return [];
      seen.add(identity);
      return [item];
    });
  };
}
