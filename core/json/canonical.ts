import type { Json } from "./json.ts";

/**
 * One text for one value: keys sorted by code unit, no spaces, undefined fields left out. Equal values give equal text
 * whatever order their fields were written in, so it can be hashed and compared.
 */
export function canonicalJson(value: Json): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const object = value as { readonly [key: string]: Json | undefined };
  const fields: string[] = [];
  for (const key of Object.keys(object).sort()) {
    const inner = object[key];
    if (inner !== undefined) fields.push(`${JSON.stringify(key)}:${canonicalJson(inner)}`);
  }
  return `{${fields.join(",")}}`;
}
