import { anyShape, type Shape } from "../json/shape.ts";
import { closest } from "./closest.ts";
import type { Formula, Range } from "./formula.ts";
import { type CheckPlace, report, wordsOfShape } from "./issue.ts";

/** A name of the scope: unknown ones are reported with the nearest that exists. */
export function inferName(formula: Formula & { kind: "name" }, place: CheckPlace): Shape {
  const { scope } = place;
  if (scope.kind !== "object") return anyShape;
  const known = ownShape(scope, formula.name);
  if (known) return known;
  if (scope.open) return anyShape;
  const steps = ownShape(scope, "steps");
  const isStep = steps?.kind === "object" && ownShape(steps, formula.name);
  const near = closest(formula.name, Object.keys(scope.fields));
  const hint = isStep ? ` Did you mean steps.${formula.name}?` : near ? ` Did you mean ${near}?` : "";
  const have = hint ? "" : ` Here you can use: ${Object.keys(scope.fields).join(", ")}.`;
  report(place, "unknown-name", `There is nothing named "${formula.name}" here.${hint}${have}`, formula);
  return anyShape;
}

/** `of.name`: reports names that an object does not have, and values that have no fields. */
export function inferField(formula: Formula & { kind: "field" }, of: Shape, place: CheckPlace): Shape {
  const optional = place.forgiving || formula.optional || isOptionalChain(formula.of);
  return fieldOf(of, { name: formula.name, at: formula.at, optional, isStep: isSteps(formula.of) }, place);
}

/** `of[key]`: a list takes numbers, an object takes texts. */
export function inferIndex(
  formula: Formula & { kind: "index" },
  shapes: { readonly of: Shape; readonly key: Shape },
  place: CheckPlace,
): Shape {
  const { of, key } = shapes;
  const optional = place.forgiving || formula.optional || isOptionalChain(formula.of);
  if (of.kind === "list") {
    if (key.kind === "any" || key.kind === "number") return of.of;
    report(place, "type", `A place in a list is a whole number, but this is ${wordsOfShape(key)}.`, formula.key);
    return anyShape;
  }
  if (of.kind === "object") {
    if (key.kind !== "any" && key.kind !== "text") {
      report(place, "type", `A name in an object is text, but this is ${wordsOfShape(key)}.`, formula.key);
    }
    if (formula.key.kind !== "literal" || typeof formula.key.value !== "string") return anyShape;
    return fieldOf(of, { name: formula.key.value, at: formula.key, optional, isStep: isSteps(formula.of) }, place);
  }
  if (of.kind !== "any" && !optional) {
    report(place, "type", `Only lists and objects have parts, but this is ${wordsOfShape(of)}.`, formula.of);
  }
  return anyShape;
}

type Access = { readonly name: string; readonly at: Range; readonly optional: boolean; readonly isStep: boolean };

function fieldOf(of: Shape, access: Access, place: CheckPlace): Shape {
  const { name, at, optional } = access;
  if (of.kind === "any") return anyShape;
  if (of.kind !== "object") {
    if (!optional) report(place, of.kind === "list" ? "unknown-field" : "type", noFields(of, name), at);
    return anyShape;
  }
  const known = ownShape(of, name);
  if (known) return known;
  if (of.open || optional) return anyShape;
  report(place, "unknown-field", noField(of, access), at);
  return anyShape;
}

function noField(of: Shape & { kind: "object" }, { name, isStep }: Access): string {
  const names = Object.keys(of.fields);
  const near = closest(name, names);
  const listed = names.slice(0, 12).join(", ") + (names.length > 12 ? " …" : "");
  if (isStep) {
    const hint = near ? ` Did you mean steps.${near}?` : names.length ? ` There are: ${listed}.` : "";
    return `There is no step "${name}" before this one.${hint}`;
  }
  return `There is no "${name}" here.${near ? ` Did you mean "${near}"?` : ""} ${names.length ? `There is: ${listed}.` : ""}`.trim();
}

function noFields(of: Shape, name: string): string {
  if (of.kind === "list") {
    return `This is a list, so it has no "${name}". Take one item with [0], or all with .map(x, x.${name}).`;
  }
  return `This is ${wordsOfShape(of)}, so it has no "${name}".`;
}

function isSteps(formula: Formula): boolean {
  return formula.kind === "name" && formula.name === "steps";
}

function isOptionalChain(formula: Formula): boolean {
  if (formula.kind !== "field" && formula.kind !== "index") return false;
  return formula.optional || isOptionalChain(formula.of);
}

function ownShape(of: Shape & { kind: "object" }, name: string): Shape | undefined {
  return Object.hasOwn(of.fields, name) ? of.fields[name] : undefined;
}
