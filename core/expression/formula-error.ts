/**
 * How a formula stops inside this folder; `evaluateExpression` turns it into a Failure and nothing else sees it.
 * `missing` is the one kind that `has`, `coalesce` and optional access forgive.
 */
export class FormulaError extends Error {
  override readonly name = "FormulaError";
  readonly kind: FormulaErrorKind;
  readonly from: number;
  readonly to: number;

  constructor(kind: FormulaErrorKind, message: string, at: { readonly from: number; readonly to: number }) {
    super(message);
    this.kind = kind;
    this.from = at.from;
    this.to = at.to;
  }
}

export type FormulaErrorKind = "syntax" | "unknown-name" | "missing" | "value" | "cap";
