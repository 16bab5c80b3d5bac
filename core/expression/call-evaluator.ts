import { caps } from "../caps.ts";
import type { Json } from "../json/json.ts";
import { BadArgument, type FunctionDefinition, isOfKind, wordsOfValue } from "./define-function.ts";
import type { Build, Evaluation, Evaluator } from "./evaluator.ts";
import type { Formula } from "./formula.ts";
import { FormulaError } from "./formula-error.ts";
import { countComplaint, paramAt, unknownFunction, wrongKind } from "./function-use.ts";
import { functionsByName } from "./functions.ts";

type Call = Formula & { kind: "call" };

/** Evaluates a call of a function: arguments first, then their kinds, then the function. */
export function callEvaluator(formula: Call, build: Build): Evaluator {
  const definition = functionsByName.get(formula.name);
  const complaint = definition ? countComplaint(definition, formula.args.length) : unknownFunction(formula.name);
  if (!definition || complaint) {
    const error = new FormulaError("unknown-name", complaint ?? "", formula.at);
    return () => {
      throw error;
    };
  }
  const args = formula.args.map(build);
  return (run) => {
    const values = args.map((arg) => arg(run) ?? null);
    for (let at = 0; at < values.length; at++) {
      const value = values[at] as Json;
      const param = paramAt(definition, at);
      if (param && !isOfKind(param.kind, value) && !(param.optional && value === null)) {
        throw new FormulaError(
          "value",
          wrongKind(definition, param, wordsOfValue(value), typeof value === "string"),
          formula.args[at] ?? formula,
        );
      }
      run.work.charge(sizeOf(value));
    }
    return apply(definition, values, formula, run);
  };
}

function apply(definition: FunctionDefinition, values: Json[], formula: Call, run: Evaluation): Json {
  try {
    const result = definition.call(values, run.work);
    if (typeof result === "string" && result.length > caps.valueBytes) {
      throw new FormulaError("cap", `${definition.name} gives a text larger than 2 MB.`, formula);
    }
    if (typeof result !== "number") return result;
    if (!Number.isFinite(result)) throw new BadArgument("the number gets too large.");
    // JSON has no -0.
    return result === 0 ? 0 : result;
  } catch (thrown) {
    if (thrown instanceof BadArgument)
      throw new FormulaError("value", `${definition.name}: ${thrown.message}`, formula);
    throw thrown;
  }
}

function sizeOf(value: Json): number {
  if (typeof value === "string") return 1 + (value.length >> 6);
  return Array.isArray(value) ? 1 + value.length : 1;
}
