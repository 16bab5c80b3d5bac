import { closest } from "./closest.ts";
import { type FunctionDefinition, type Param, signatureOf, wordsOfKind } from "./define-function.ts";
import { loopMacros } from "./formula.ts";
import { functionsByName } from "./functions.ts";

/** The parameter that takes the argument at this place; undefined past the last one. */
export function paramAt(definition: FunctionDefinition, at: number): Param | undefined {
  const last = definition.params.at(-1);
  return definition.params[at] ?? (last?.rest ? last : undefined);
}

/** Why so many arguments do not fit, or null. */
export function countComplaint(definition: FunctionDefinition, count: number): string | null {
  const least = definition.params.filter((param) => !param.optional && !param.rest).length;
  const most = definition.params.at(-1)?.rest ? Number.POSITIVE_INFINITY : definition.params.length;
  if (count >= least && count <= most) return null;
  return `${definition.name} is used as ${signatureOf(definition)}; here it gets ${count === 1 ? "1 value" : `${count} values`}.`;
}

/** Sentence for a function that does not exist. */
export function unknownFunction(name: string): string {
  const near = closest(name, [...functionsByName.keys(), ...loopMacros, "has", "coalesce"]);
  return `There is no function "${name}".${near ? ` Did you mean ${near}?` : ""}`;
}

/** Sentence for an argument of the wrong kind. */
export function wrongKind(definition: FunctionDefinition, param: Param, got: string, isText: boolean): string {
  const hint = param.kind === "number" && isText ? " Use toNumber(…)." : "";
  return `${definition.name} needs ${wordsOfKind(param.kind)} here, but this is ${got}.${hint}`;
}
