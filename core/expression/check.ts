import { anyShape, type Shape } from "../json/shape.ts";
import { inferShape } from "./infer-shape.ts";
import type { ExpressionIssue } from "./issue.ts";
import { parseFormula } from "./parse-formula.ts";

export type { ExpressionIssue };
export type CheckedExpression = { readonly shape: Shape; readonly issues: readonly ExpressionIssue[] };

/**
 * What a formula will give in this scope (an object shape of the names it may use), and everything that is wrong with
 * it. A part of which nothing is known (`any`) is never complained about. Never throws.
 */
export function checkExpression(source: string, scope: Shape): CheckedExpression {
  const parsed = parseFormula(source);
  if (!parsed.ok) {
    const { kind, message, from, to } = parsed.error;
    return { shape: anyShape, issues: [{ code: kind === "cap" ? "cap" : "syntax", message, from, to }] };
  }
  const issues: ExpressionIssue[] = [];
  const shape = inferShape(parsed.formula, { scope, locals: [], forgiving: false, issues });
  return { shape, issues };
}
