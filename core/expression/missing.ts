import type { Json } from "../json/json.ts";
import { isJsonList, isJsonObject } from "../json/json.ts";
import { closest } from "./closest.ts";
import { wordsOfValue } from "./define-function.ts";
import type { Formula, Range } from "./formula.ts";
import { FormulaError } from "./formula-error.ts";
import { type AbsentReason, absentSteps, type Scope } from "./scope.ts";

/** A name that the scope does not have. */
export function missingName(name: string, scope: Scope, at: Range): FormulaError {
  const near = closest(name, Object.keys(scope));
  const steps = scope.steps as Json | undefined;
  const step = isJsonObject(steps) && Object.hasOwn(steps, name);
  const hint = step
    ? ` Did you mean steps.${name}?`
    : near
      ? ` Did you mean ${near}?`
      : ` Here you can use: ${listed(Object.keys(scope))}.`;
  return new FormulaError("unknown-name", `There is nothing named "${name}" here.${hint}`, at);
}

/** Thrown where a missing key is forgiven: saying which one would cost more than all the rest. */
export const forgiven = new FormulaError("missing", "Something is missing.", { from: 0, to: 0 });

type MissingField = {
  readonly object: Json | undefined;
  readonly name: string;
  readonly of: Formula;
  readonly at: Range;
  readonly scope: Scope;
};

/** A field that the value does not have: says what there is, and for a step why it gave nothing. */
export function missingField({ object, name, of, at, scope }: MissingField): FormulaError {
  const missing = (message: string) => new FormulaError("missing", message, at);
  if (of.kind === "name" && of.name === "steps" && isJsonObject(object))
    return missing(missingStep(name, object, scope));
  const path = pathOf(of);
  if (isJsonObject(object)) {
    const names = Object.keys(object);
    const near = closest(name, names);
    const hint = near ? ` Did you mean "${near}"?` : "";
    return missing(
      `${path} has no "${name}".${hint} ${names.length === 0 ? "It is an empty object." : `It has: ${listed(names)}.`}`,
    );
  }
  if (isJsonList(object)) {
    return missing(
      `${path} is a list, so it has no "${name}". Take one item with [0], or all with .map(x, x.${name}).`,
    );
  }
  return missing(`${path} is ${wordsOfValue(object)}, so it has no "${name}".`);
}

/** An index that the list does not have, or something that has no items. */
export function missingIndex(object: Json | undefined, key: Json, at: Range): FormulaError {
  if (isJsonList(object)) {
    if (typeof key !== "number" || !Number.isInteger(key)) {
      return new FormulaError(
        "value",
        `A place in a list is a whole number, but this is ${typeof key === "number" ? key : wordsOfValue(key)}.`,
        at,
      );
    }
    const last = key < 0 ? " Use last(list) for the last item." : "";
    const size = object.length === 1 ? "1 item" : `${object.length} items`;
    return new FormulaError("missing", `The list has ${size}, so there is no item ${key} (the first is 0).${last}`, at);
  }
  if (isJsonObject(object)) {
    return new FormulaError("value", `A name in an object is text, but this is ${wordsOfValue(key)}.`, at);
  }
  const kind = object === null || object === undefined ? "missing" : "value";
  return new FormulaError(kind, `Only lists and objects have parts, but this is ${wordsOfValue(object)}.`, at);
}

const reasons: Readonly<Record<AbsentReason, string>> = {
  skipped: "was skipped in this run",
  "not-run": "has not run yet",
  failed: "failed",
};

function missingStep(key: string, steps: object, scope: Scope): string {
  const reason = scope[absentSteps]?.get(key);
  if (reason) {
    return `The step "${key}" ${reasons[reason]}, so it has no output. Write steps.?${key} or coalesce(steps.${key}, …) to go on without it.`;
  }
  const names = Object.keys(steps);
  const near = closest(key, [...names, ...(scope[absentSteps]?.keys() ?? [])]);
  if (near) return `There is no step "${key}" before this one. Did you mean steps.${near}?`;
  return `There is no step "${key}" before this one.${names.length ? ` There are: ${listed(names)}.` : ""}`;
}

/** The path as people write it, for example `steps.orders.items[0]`; "The value" where it is not a plain path. */
function pathOf(formula: Formula): string {
  const path = pathText(formula);
  return path ?? "The value";
}

function pathText(formula: Formula): string | null {
  if (formula.kind === "name" || formula.kind === "local") return formula.name;
  if (formula.kind === "field") {
    const of = pathText(formula.of);
    return of === null ? null : `${of}.${formula.name}`;
  }
  if (formula.kind === "index" && formula.key.kind === "literal") {
    const of = pathText(formula.of);
    return of === null ? null : `${of}[${JSON.stringify(formula.key.value)}]`;
  }
  return null;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 12).map((name) => (name.length > 40 ? `${name.slice(0, 40)}…` : name));
  return shown.join(", ") + (names.length > shown.length ? ` and ${names.length - shown.length} more` : "");
}
