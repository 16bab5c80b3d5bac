import { type Formula, partsOf } from "./formula.ts";
import { parseFormula } from "./parse-formula.ts";
import { stepRead } from "./references.ts";

/**
 * The formula with every `steps.<from>` and `steps["<from>"]` reading `to`; all else, spaces included, stays as it
 * was. A source that does not parse stays whole. `to` must be a plain name.
 */
export function renameStep(source: string, from: string, to: string): string {
  if (!source.includes(from)) return source;
  const parsed = parseFormula(source);
  if (!parsed.ok) return source;
  const edits = editsIn(parsed.formula, from, to).sort((a, b) => b.from - a.from);
  return edits.reduce((text, edit) => text.slice(0, edit.from) + edit.text + text.slice(edit.to), source);
}

type Edit = { readonly from: number; readonly to: number; readonly text: string };

function editsIn(formula: Formula, from: string, to: string): Edit[] {
  const inside = partsOf(formula).flatMap((part) => editsIn(part, from, to));
  const step = stepRead(formula);
  if (step?.key !== from) return inside;
  return [...inside, { from: step.from, to: step.to, text: formula.kind === "index" ? JSON.stringify(to) : to }];
}
