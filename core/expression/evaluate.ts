import { caps } from "../caps.ts";
import { type Failure, failure } from "../failure.ts";
import type { Json } from "../json/json.ts";
import { jsonFits } from "../json/json-size.ts";
import { buildEvaluator } from "./build-evaluator.ts";
import type { Evaluator } from "./evaluator.ts";
import type { Formula } from "./formula.ts";
import { FormulaError } from "./formula-error.ts";
import { parseFormula } from "./parse-formula.ts";
import type { Scope } from "./scope.ts";
import { Work } from "./work.ts";

export type Evaluated = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly failure: Failure };

/**
 * Evaluates a formula over JSON values. Never throws; the same source and scope give the same answer. Parsed sources
 * are kept (2,000 newest). A failure has code `expression` or `cap`, and `details` with `source`, `from`, `to` and
 * `reason` (`syntax`, `unknown-name`, `missing`, `value`, `cap`).
 */
export function evaluateExpression(source: string, scope: Scope): Evaluated {
  const parsed = parseFormula(source);
  if (!parsed.ok) return { ok: false, failure: failureOf(parsed.error, source) };
  try {
    const { evaluate, isPath } = programOf(parsed.formula);
    const value = evaluate({ scope, locals: [], work: new Work(), quiet: 0 }) ?? null;
    // A plain path gives a part of the scope, which was measured when it came in.
    if (!isPath) assertFits(value, source);
    return { ok: true, value };
  } catch (thrown) {
    return { ok: false, failure: failureOf(errorOf(thrown, source), source) };
  }
}

type Program = { readonly evaluate: Evaluator; readonly isPath: boolean };
const programs = new WeakMap<Formula, Program>();

function programOf(formula: Formula): Program {
  const known = programs.get(formula);
  if (known) return known;
  const program = { evaluate: buildEvaluator(formula), isPath: isPath(formula) };
  programs.set(formula, program);
  return program;
}

function isPath(formula: Formula): boolean {
  if (formula.kind === "field") return isPath(formula.of);
  if (formula.kind === "index") return formula.key.kind === "literal" && isPath(formula.of);
  return formula.kind === "name";
}

function assertFits(value: Json, source: string): void {
  const whole = { from: 0, to: source.length };
  switch (jsonFits(value, caps.valueBytes, caps.jsonDepth)) {
    case "fits":
      return;
    case "too-large":
      throw new FormulaError("cap", "The result is larger than 2 MB. Take a smaller part of it.", whole);
    case "too-deep":
      throw new FormulaError("cap", `The result is nested deeper than ${caps.jsonDepth} levels.`, whole);
    case "not-json":
      throw new FormulaError("value", "The result is not a value that can flow between steps.", whole);
  }
}

function errorOf(thrown: unknown, source: string): FormulaError {
  if (thrown instanceof FormulaError) return thrown;
  const whole = { from: 0, to: source.length };
  if (thrown instanceof RangeError) return new FormulaError("cap", "The formula needs more memory than it may.", whole);
  const message = thrown instanceof Error ? thrown.message : "unknown";
  return new FormulaError("value", `The formula could not be evaluated (${message}).`, whole);
}

function failureOf(error: FormulaError, source: string): Failure {
  const at = error.to > error.from ? { from: error.from, to: error.to } : { from: 0, to: source.length };
  const details = { source: source.slice(0, 500), ...at, reason: error.kind };
  return failure(error.kind === "cap" ? "cap" : "expression", error.message, { details });
}
