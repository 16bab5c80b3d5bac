import type { Json } from "../json/json.ts";

const decimal = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;

/**
 * The number that a value is or that its text spells (`"12.50"`, as read from CSV); undefined for everything else.
 * Thousands separators and units are not guessed: they differ between countries.
 */
export function numberOf(value: Json): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || !decimal.test(value)) return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** True for what spreadsheets would call an empty cell: null, or text without anything but spaces. */
export function isEmpty(value: Json): boolean {
  return value === null || (typeof value === "string" && value.trim() === "");
}
