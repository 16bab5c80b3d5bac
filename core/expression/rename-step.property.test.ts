import fc from "fast-check";
import { expect, it } from "vitest";
import { type Formula, partsOf } from "./formula.ts";
import { parseFormula } from "./parse-formula.ts";
import { stepRead } from "./references.ts";
import { renameStep } from "./rename-step.ts";

/** Formulas around steps: in loops that hide them, in brackets, in texts and comments. */
const formula = fc.letrec<{ formula: string }>((tie) => {
  const inner = tie("formula");
  const pair = fc.tuple(inner, inner);
  const space = fc.constantFrom("", " ", "\n", " // steps.old\n");
  const reads = ["steps.old", "steps . ?old", "steps.?old.x", "steps['old']", 'steps[?"old"]', "(steps).old"];
  return {
    formula: fc.oneof(
      { maxDepth: 4, depthSize: "medium" },
      fc.constantFrom(
        ...reads,
        "steps.other",
        "steps",
        "input.steps.old",
        "old",
        "'steps.old'",
        'r"\\"',
        "1.5",
        '"\\""',
      ),
      fc.tuple(inner, space, fc.constantFrom("+", "==", "&&"), space, inner).map((parts) => `(${parts.join("")})`),
      fc.tuple(inner, inner, inner).map(([test, yes, no]) => `(${test} ? ${yes} : ${no})`),
      fc
        .tuple(inner, fc.constantFrom("map", "filter", "all"), fc.constantFrom("x", "steps"), inner)
        .map(([list, macro, name, body]) => `${list}.${macro}(${name}, ${body})`),
      pair.map(([value, body]) => `cel.bind(steps, ${value}, ${body})`),
      pair.map(([of, key]) => `${of}[${key}]`),
      pair.map(([a, b]) => `coalesce(${a}, {"old": ${b}})`),
    ),
  };
}).formula;

/** What is to be renamed by what the parser makes of the formula. */
function editsIn(part: Formula): { readonly from: number; readonly to: number; readonly text: string }[] {
  const inside = partsOf(part).flatMap(editsIn);
  const step = stepRead(part);
  if (step?.key !== "old") return inside;
  return [...inside, { from: step.from, to: step.to, text: part.kind === "index" ? '"fresh"' : "fresh" }];
}

it("renames by words what the parser takes for reads of the step, and nothing else", () => {
  let renamed = 0;
  fc.assert(
    fc.property(formula, (source) => {
      const parsed = parseFormula(source);
      if (!parsed.ok) return;
      const edits = editsIn(parsed.formula).sort((a, b) => b.from - a.from);
      const expected = edits.reduce(
        (text, { from, to, text: by }) => text.slice(0, from) + by + text.slice(to),
        source,
      );
      if (expected !== source) renamed++;
      expect(renameStep(source, "old", "fresh")).toBe(expected);
    }),
    { numRuns: 1_000 },
  );
  expect(renamed).toBeGreaterThan(200);
});
