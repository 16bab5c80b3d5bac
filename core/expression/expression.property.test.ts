import fc from "fast-check";
import { expect, it, vi } from "vitest";
import type { Json } from "../json/json.ts";
import { anyShape } from "../json/shape.ts";
import { shapeOf } from "../json/shape-of.ts";
import { checkExpression } from "./check.ts";
import { evaluateExpression } from "./evaluate.ts";
import { loopMacros } from "./formula.ts";
import { functionsByName } from "./functions.ts";
import { referencesOf } from "./references.ts";
import { renameStep } from "./rename-step.ts";

// Many cases each; a machine that does other things at the same time may take a while.
vi.setConfig({ testTimeout: 60_000 });

const names = ["input", "item", "index", "steps", "steps.a", "steps.?b", "x", "nope"];

/** Formulas that parse most of the time, with wrong types, names and argument counts left in. */
const formula = fc.letrec<{ formula: string }>((tie) => {
  const inner = tie("formula");
  const pair = fc.tuple(inner, inner);
  return {
    formula: fc.oneof(
      { maxDepth: 4, depthSize: "medium" },
      fc.constantFrom(...names, "null", "true", "1", "2.5", "-3", "'ab'", '""', "[]", "{}", "'2024-05-31'"),
      fc
        .tuple(inner, fc.constantFrom("+", "-", "*", "/", "%", "==", "!=", "<", ">=", "in", "&&", "||"), inner)
        .map((parts) => `(${parts.join(" ")})`),
      fc.tuple(inner, inner, inner).map(([test, yes, no]) => `(${test} ? ${yes} : ${no})`),
      fc
        .tuple(fc.constantFrom(...functionsByName.keys()), fc.array(inner, { maxLength: 3 }))
        .map(([name, args]) => `${name}(${args.join(", ")})`),
      fc
        .tuple(inner, fc.constantFrom(...loopMacros), inner)
        .map(([list, macro, body]) => `${list}.${macro}(x, ${body})`),
      pair.map(([of, key]) => `${of}[${key}]`),
      inner.map((of) => `${of}.?a.b`),
      pair.map(([first, second]) => `coalesce(${first}, ${second})`),
      pair.map(([first, second]) => `[${first}, ${second}]`),
      pair.map(([key, value]) => `{${key}: ${value}}`),
      inner.map((of) => `!${of}`),
      inner.map((of) => `-${of}`),
    ),
  };
}).formula;

// Through JSON text, which has no -0.
const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)) as Json);
const scope = fc.record({
  input: json,
  item: json,
  index: fc.nat(5),
  steps: fc.dictionary(fc.constantFrom("a", "b"), json),
});

it("any formula over any value gives a value or a failure, the same each time, and is checked and renamed without throwing", () => {
  const seen = { ok: 0, failed: 0 };
  fc.assert(
    fc.property(formula, scope, (source, own) => {
      const result = evaluateExpression(source, own);
      expect(evaluateExpression(source, own)).toEqual(result);
      seen[result.ok ? "ok" : "failed"]++;
      if (result.ok) expect(JSON.parse(JSON.stringify(result.value))).toEqual(result.value);
      else expect(["expression", "cap"]).toContain(result.failure.code);
      checkExpression(source, shapeOf(own as Json));
      expect(referencesOf(renameStep(source, "a", "zz")).steps.map(({ key }) => key)).not.toContain("a");
    }),
    { numRuns: 2_000 },
  );
  expect(seen.ok).toBeGreaterThan(100);
  expect(seen.failed).toBeGreaterThan(300);
});

it("any text at all is a formula or a failure with a position inside it", () => {
  const signs = fc.string({ unit: fc.constantFrom(..."abx1.?:()[]{}+-*/!&|'\"\\, \n<>=é".split("")), maxLength: 40 });
  let parsed = 0;
  fc.assert(
    fc.property(fc.oneof(signs, fc.string({ unit: "binary" })), (source) => {
      const { issues } = checkExpression(source, anyShape);
      if (issues.length === 0) parsed++;
      for (const issue of issues) {
        expect(issue.from).toBeGreaterThanOrEqual(0);
        expect(issue.to).toBeLessThanOrEqual(source.length);
        expect(issue.from).toBeLessThanOrEqual(issue.to);
      }
      evaluateExpression(source, { a: 1 });
    }),
    { numRuns: 1_500 },
  );
  expect(parsed).toBeGreaterThan(10);
});

it("a formula that checks without issues against the shape of its values has no unknown name", () => {
  let checked = 0;
  fc.assert(
    fc.property(formula, scope, (source, own) => {
      const { issues } = checkExpression(source, shapeOf(own as Json));
      const result = evaluateExpression(source, own);
      if (issues.length > 0 || result.ok) return;
      checked++;
      expect((result.failure.details as { reason: string }).reason).not.toBe("unknown-name");
    }),
    { numRuns: 1_500 },
  );
  expect(checked).toBeGreaterThan(3);
});
