import type { Json, JsonObject } from "#core/json/json.ts";

/**
 * Settings as they are shown: formulas resolved. A formula that runs once per item has no one value and stays a
 * formula; so does everything when the settings could not be resolved.
 */
export function shownConfig(raw: JsonObject, resolved: Readonly<Record<string, unknown>> | null): Json {
  return resolved ? shown(raw, resolved) : raw;
}

function shown(raw: Json | undefined, value: unknown): Json {
  if (typeof value === "function") return raw ?? null;
  if (Array.isArray(value)) return value.map((part, at) => shown(Array.isArray(raw) ? raw[at] : undefined, part));
  if (typeof value !== "object" || value === null) return (value ?? null) as Json;
  const fields: Record<string, Json> = {};
  for (const [name, part] of Object.entries(value)) {
    const inner = typeof raw === "object" && raw !== null ? (raw as JsonObject)[name] : undefined;
    if (part !== undefined) fields[name] = shown(inner, part);
  }
  return fields;
}
