import { isJsonList, isJsonObject, type Json } from "#core/json/json.ts";

export type Shortened = { readonly value: Json; readonly truncated: boolean };

type Limits = { readonly items: number; readonly chars: number };

/** Tried one after the other until the value is small enough to draw many of them at once. */
const steps: readonly Limits[] = [
  { items: 100, chars: 4_000 },
  { items: 25, chars: 1_000 },
  { items: 5, chars: 200 },
];
const smallEnoughChars = 64_000;

/** Cuts long lists and texts, never names: what a value is made of stays visible. */
export function shortenJson(value: Json): Shortened {
  if (JSON.stringify(value).length <= smallEnoughChars) return { value, truncated: false };
  let cut = value;
  for (const limits of steps) {
    cut = shorten(value, limits);
    if (JSON.stringify(cut).length <= smallEnoughChars) break;
  }
  return { value: cut, truncated: true };
}

function shorten(value: Json, limits: Limits): Json {
  if (typeof value === "string") return value.length > limits.chars ? `${value.slice(0, limits.chars)}…` : value;
  if (isJsonList(value)) return value.slice(0, limits.items).map((item) => shorten(item, limits));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shorten(inner, limits)]));
}
