import type { Json } from "../json/json.ts";

/** A half-open range of UTF-16 positions in the formula's source. */
export type Range = { readonly from: number; readonly to: number };

/**
 * A parsed formula with its macros and variables resolved: what evaluating, checking and renaming work on.
 * `local` is a variable of a loop or of `cel.bind`, by its depth; `name` is a name of the scope.
 */
export type Formula = Range &
  (
    | { readonly kind: "literal"; readonly value: Json }
    | { readonly kind: "name"; readonly name: string }
    | { readonly kind: "local"; readonly name: string; readonly slot: number }
    | {
        readonly kind: "field";
        readonly of: Formula;
        readonly name: string;
        readonly optional: boolean;
        /** Where the field's name stands. */
        readonly at: Range;
      }
    | { readonly kind: "index"; readonly of: Formula; readonly key: Formula; readonly optional: boolean }
    | { readonly kind: "call"; readonly name: string; readonly args: readonly Formula[]; readonly at: Range }
    | Loop
    | {
        readonly kind: "bind";
        readonly slot: number;
        readonly name: string;
        readonly value: Formula;
        readonly body: Formula;
      }
    | { readonly kind: "has"; readonly of: Formula }
    | { readonly kind: "coalesce"; readonly args: readonly Formula[] }
    | { readonly kind: "or-value"; readonly of: Formula; readonly otherwise: Formula }
    | { readonly kind: "list"; readonly items: readonly Formula[] }
    | { readonly kind: "object"; readonly entries: readonly (readonly [Formula, Formula])[] }
    | { readonly kind: "if"; readonly test: Formula; readonly yes: Formula; readonly no: Formula }
    | { readonly kind: "and" | "or"; readonly left: Formula; readonly right: Formula }
    | { readonly kind: "not" | "negate"; readonly of: Formula }
    | { readonly kind: "binary"; readonly op: BinaryOp; readonly left: Formula; readonly right: Formula }
  );

export type Loop = {
  readonly kind: "loop";
  readonly macro: LoopMacro;
  readonly list: Formula;
  readonly variable: string;
  readonly slot: number;
  /** Only for `map` with three arguments. */
  readonly filter: Formula | null;
  readonly body: Formula;
  readonly at: Range;
};

export const loopMacros = ["map", "filter", "all", "exists", "exists_one", "sortBy", "groupBy", "uniqueBy"] as const;
export type LoopMacro = (typeof loopMacros)[number];

export const binaryOps = ["+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "in"] as const;
export type BinaryOp = (typeof binaryOps)[number];

/** The formulas directly inside a formula. */
export function partsOf(formula: Formula): readonly Formula[] {
  switch (formula.kind) {
    case "literal":
    case "name":
    case "local":
      return [];
    case "field":
    case "has":
    case "not":
    case "negate":
      return [formula.of];
    case "index":
      return [formula.of, formula.key];
    case "call":
    case "coalesce":
      return formula.args;
    case "loop":
      return formula.filter ? [formula.list, formula.filter, formula.body] : [formula.list, formula.body];
    case "bind":
      return [formula.value, formula.body];
    case "or-value":
      return [formula.of, formula.otherwise];
    case "list":
      return formula.items;
    case "object":
      return formula.entries.flat();
    case "if":
      return [formula.test, formula.yes, formula.no];
    case "and":
    case "or":
    case "binary":
      return [formula.left, formula.right];
  }
}
