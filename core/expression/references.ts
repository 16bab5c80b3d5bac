import { type Formula, partsOf } from "./formula.ts";
import { parseFormula } from "./parse-formula.ts";

export type StepReference = {
  readonly key: string;
  /** True where the formula copes with a step that gave nothing: `steps.?b`, `has(…)`, `coalesce(…)`, `has(x) ? … : …`. */
  readonly optional: boolean;
  /** Where the key stands in the source. */
  readonly from: number;
  readonly to: number;
};

export type References = {
  readonly steps: readonly StepReference[];
  /** Names of the scope that are read: `steps`, `input`, `item` … */
  readonly names: ReadonlySet<string>;
  /** True when `steps` is read other than for one step of a known key: `steps[input.key]`, or the whole of it. */
  readonly wholeSteps: boolean;
};

/** What a formula reads; nothing when it does not parse. */
export function referencesOf(source: string): References {
  const parsed = parseFormula(source);
  const names = new Set<string>();
  const steps: StepReference[] = [];
  const found: Found = { names, steps, stepsNamed: 0 };
  if (parsed.ok) visit(parsed.formula, { safe: false, present: new Set() }, found);
  return { steps, names, wholeSteps: found.stepsNamed > steps.length };
}

/** `safe`: a missing key is forgiven here. `present`: steps that a `has` around this part has asked for. */
type Around = { readonly safe: boolean; readonly present: ReadonlySet<string> };
type Found = { readonly names: Set<string>; readonly steps: StepReference[]; stepsNamed: number };

function visit(formula: Formula, around: Around, found: Found): void {
  if (formula.kind === "name") {
    found.names.add(formula.name);
    if (formula.name === "steps") found.stepsNamed += 1;
  }
  const step = stepRead(formula);
  if (step) {
    const optional = step.optional || around.safe || around.present.has(step.key);
    found.steps.push({ key: step.key, optional, from: step.from, to: step.to });
  }
  switch (formula.kind) {
    case "has":
    case "coalesce":
      for (const part of partsOf(formula)) visit(part, { ...around, safe: true }, found);
      return;
    case "if":
      visit(formula.test, around, found);
      visit(formula.yes, withPresent(around, presentWhen(formula.test, true)), found);
      visit(formula.no, withPresent(around, presentWhen(formula.test, false)), found);
      return;
    case "and":
    case "or":
      visit(formula.left, around, found);
      visit(formula.right, withPresent(around, presentWhen(formula.left, formula.kind === "and")), found);
      return;
    default:
      for (const part of partsOf(formula)) visit(part, around, found);
  }
}

function withPresent(around: Around, keys: ReadonlySet<string>): Around {
  return keys.size === 0 ? around : { ...around, present: new Set([...around.present, ...keys]) };
}

/** The steps that certainly exist when `test` came out as `outcome`. */
function presentWhen(test: Formula, outcome: boolean): ReadonlySet<string> {
  if (test.kind === "not") return presentWhen(test.of, !outcome);
  if ((test.kind === "and" && outcome) || (test.kind === "or" && !outcome)) {
    return new Set([...presentWhen(test.left, outcome), ...presentWhen(test.right, outcome)]);
  }
  if (test.kind !== "has" || !outcome) return new Set();
  for (let part: Formula | undefined = test.of; part; part = partsOf(part)[0]) {
    const step = stepRead(part);
    if (step) return new Set([step.key]);
  }
  return new Set();
}

/** The step that this very part reads: `steps.key`, `steps.?key` or `steps["key"]`. */
export function stepRead(formula: Formula): StepReference | null {
  if (formula.kind !== "field" && formula.kind !== "index") return null;
  if (formula.of.kind !== "name" || formula.of.name !== "steps") return null;
  if (formula.kind === "field") return { key: formula.name, optional: formula.optional, ...formula.at };
  if (formula.key.kind !== "literal" || typeof formula.key.value !== "string") return null;
  return { key: formula.key.value, optional: formula.optional, from: formula.key.from, to: formula.key.to };
}
