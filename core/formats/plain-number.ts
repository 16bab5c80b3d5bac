import type { Json } from "../json/json.ts";

const plain = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

/**
 * The number that a text spells in the one way in which JSON would write it; the value itself otherwise. `007`, `1,5`,
 * and digits that a number could not keep exactly (long account numbers) stay text.
 */
export function plainNumberOf(value: Json): Json {
  if (typeof value !== "string" || !plain.test(value)) return value;
  const number = Number(value);
  return value.replace(/[-.]/g, "").length <= 15 ? number : value;
}
