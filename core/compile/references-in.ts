import { type References, referencesOf } from "../expression/references.ts";
import type { FormulaInConfig } from "../node-kit/formulas-in.ts";

const known = new WeakMap<object, References>();

/** What a formula of a step reads, looked up once. Drafts come without it: who only draws needs no parser. */
export function referencesIn(formula: Pick<FormulaInConfig, "source">): References {
  const before = known.get(formula);
  if (before) return before;
  const references = referencesOf(formula.source);
  known.set(formula, references);
  return references;
}
