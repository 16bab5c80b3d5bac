import type { Shape } from "../json/shape.ts";
import type { Range } from "./formula.ts";

/** Something wrong with a formula, found without evaluating it; `from` and `to` are positions in its source. */
export type ExpressionIssue = {
  readonly message: string;
  readonly from: number;
  readonly to: number;
  readonly code: "syntax" | "unknown-name" | "type" | "unknown-field" | "cap";
};

/** Where a part of a formula stands while it is checked. */
export type CheckPlace = {
  readonly scope: Shape;
  /** Shapes of the variables of loops, by depth. */
  readonly locals: readonly Shape[];
  /** Inside `has` and `coalesce`, and after `.?`: a missing field is no mistake. */
  readonly forgiving: boolean;
  readonly issues: ExpressionIssue[];
};

export function report(place: CheckPlace, code: ExpressionIssue["code"], message: string, at: Range): void {
  place.issues.push({ code, message, from: at.from, to: at.to });
}

const words: Readonly<Record<Shape["kind"], string>> = {
  any: "any value",
  null: "empty (null)",
  bool: "true or false",
  number: "a number",
  text: "text",
  list: "a list",
  object: "an object",
};

/** The kind of a shape in the words that people see. */
export function wordsOfShape(shape: Shape): string {
  return words[shape.kind];
}
