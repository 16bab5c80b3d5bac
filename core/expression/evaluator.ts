import type { Json } from "../json/json.ts";
import { wordsOfValue } from "./define-function.ts";
import type { Formula, Range } from "./formula.ts";
import { FormulaError } from "./formula-error.ts";
import type { Scope } from "./scope.ts";
import type { Work } from "./work.ts";

/** One evaluation: what may be read, the variables of loops by depth, and the work that is left. */
export type Evaluation = {
  readonly scope: Scope;
  readonly locals: Json[];
  readonly work: Work;
  /** More than 0 inside `has` and `coalesce`, where nobody will read why something is missing. */
  quiet: number;
};

/** undefined means "nothing there", which only optional access gives; everything else takes it for null. */
export type Evaluator = (run: Evaluation) => Json | undefined;
/** As Evaluator, with null for nothing. */
export type StrictEvaluator = (run: Evaluation) => Json;
/** Turns a part of a formula into a function; handed to the kinds that have a file of their own. */
export type Build = (formula: Formula) => Evaluator;

/** Takes nothing for null. */
export function strict(evaluate: Evaluator): StrictEvaluator {
  return (run) => {
    const value = evaluate(run);
    return value === undefined ? null : value;
  };
}

/** Lets only true and false through; anything else is an error at that part. */
export function bool(evaluate: Evaluator, at: Range): (run: Evaluation) => boolean {
  return (run) => {
    const value = evaluate(run);
    if (typeof value === "boolean") return value;
    throw new FormulaError("value", `This must be true or false, but it is ${wordsOfValue(value)}.`, at);
  };
}
