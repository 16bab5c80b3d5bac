import type { FieldSpec } from "#components/fields/field-spec.ts";
import { equalJson } from "#core/json/equal-json.ts";
import type { Json } from "#core/json/json.ts";

/** The value of a command that sets a field; none, which takes the field away, when it is what comes anyway. */
export function unlessStandard(specs: readonly FieldSpec[], field: string, value: Json): { readonly value?: Json } {
  const standard = specs.find((spec) => spec.name === field)?.initial;
  return equalJson(value, standard) ? {} : { value };
}
