import type { Shape } from "../json/shape.ts";
import { parseFormula } from "./parse-formula.ts";

export type ExpressionIssue = {
  readonly message: string;
  readonly from: number;
  readonly to: number;
  readonly code: "syntax" | "unknown-name" | "type" | "unknown-field" | "cap";
};

export type CheckedExpression = { readonly shape: Shape; readonly issues: readonly ExpressionIssue[] };

/** What a formula will give in this scope (an object shape), and what is wrong with it. Never throws. */
export function checkExpression(source: string, _scope: Shape): CheckedExpression {
  const parsed = parseFormula(source);
  if (parsed.ok) return { shape: { kind: "any" }, issues: [] };
  const { kind, message, from, to } = parsed.error;
  return { shape: { kind: "any" }, issues: [{ code: kind === "cap" ? "cap" : "syntax", message, from, to }] };
}
