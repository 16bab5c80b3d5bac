import { anyShape, boolShape, listShape, numberShape, type Shape, textShape } from "../json/shape.ts";
import { mergeShapes } from "../json/shape-of.ts";
import type { Formula } from "./formula.ts";
import { type CheckPlace, report, wordsOfShape } from "./issue.ts";

type Sides = { readonly left: Shape; readonly right: Shape };
type Binary = Formula & { kind: "binary" };

/** The shape of `left op right`; reports sides that can never work together. */
export function inferBinary(formula: Binary, sides: Sides, place: CheckPlace): Shape {
  switch (formula.op) {
    case "==":
    case "!=":
      return boolShape;
    case "<":
    case "<=":
    case ">":
    case ">=":
      if (!areOrdered(sides)) report(place, "type", notOrdered(sides), formula);
      return boolShape;
    case "in":
      if (!["any", "null", "list", "object", "text"].includes(sides.right.kind)) {
        const message = `"in" looks for an item in a list, a key in an object or text in text; here it is ${wordsOfShape(sides.right)}.`;
        report(place, "type", message, formula.right);
      }
      return boolShape;
    case "+":
      return inferPlus(formula, sides, place);
    default:
      for (const side of ["left", "right"] as const) expectNumber(sides[side], formula[side], place);
      return numberShape;
  }
}

function expectNumber(shape: Shape, formula: Formula, place: CheckPlace): void {
  if (isUnknown(shape) || shape.kind === "number") return;
  const hint = shape.kind === "text" ? " Turn it into one with toNumber(…)." : "";
  report(place, "type", `This must be a number, but it is ${wordsOfShape(shape)}.${hint}`, formula);
}

function inferPlus(formula: Binary, { left, right }: Sides, place: CheckPlace): Shape {
  if (isUnknown(left) || isUnknown(right)) {
    const known = isUnknown(left) ? right : left;
    if (known.kind === "number" || known.kind === "text") return known;
    return known.kind === "list" ? listShape(anyShape) : anyShape;
  }
  if (left.kind === "list" && right.kind === "list") return mergeShapes(left, right);
  if (left.kind === right.kind && (left.kind === "number" || left.kind === "text")) return left;
  const words = `${wordsOfShape(left)} and ${wordsOfShape(right)} cannot be added.`;
  const hasText = left.kind === "text" || right.kind === "text";
  const hint = hasText ? " Use string(…) to join them as text, or toNumber(…) to add them as numbers." : "";
  report(place, "type", words.charAt(0).toUpperCase() + words.slice(1) + hint, formula);
  return hasText ? textShape : anyShape;
}

function isUnknown(shape: Shape): boolean {
  return shape.kind === "any" || shape.kind === "null";
}

function areOrdered({ left, right }: Sides): boolean {
  if (isUnknown(left) || isUnknown(right))
    return ![left, right].some(({ kind }) => kind === "list" || kind === "object");
  return left.kind === right.kind && left.kind !== "list" && left.kind !== "object";
}

function notOrdered({ left, right }: Sides): string {
  const words = `${wordsOfShape(left)} and ${wordsOfShape(right)} cannot be put in order.`;
  const hint = left.kind === "text" || right.kind === "text" ? " Turn text into a number with toNumber(…)." : "";
  return words.charAt(0).toUpperCase() + words.slice(1) + hint;
}
