import { caps } from "../caps.ts";
import type { Json } from "./json.ts";

const forbiddenKeys: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** False for names that could reach the prototype of an object (R19). */
export function isSafeKey(key: string): boolean {
  return !forbiddenKeys.has(key);
}

/** Where in a value something is wrong: `.fields[2].value`, and a sentence. */
export type JsonFault = { readonly path: string; readonly message: string };

/**
 * Says why a value of unknown origin is not JSON that we accept: functions, class instances, numbers without a JSON
 * form, forbidden names (R19), too deep. Null when it is fine; then it may be typed as Json.
 */
export function jsonFaultOf(value: unknown, path = "", depth = 0): JsonFault | null {
  if (value === null || typeof value === "string" || typeof value === "boolean") return null;
  if (typeof value === "number") {
    return Number.isFinite(value) ? null : { path, message: "this number cannot be written as JSON." };
  }
  if (typeof value !== "object") return { path, message: "this is not a JSON value." };
  if (depth >= caps.jsonDepth) return { path, message: `this is nested deeper than ${caps.jsonDepth} levels.` };
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const fault = jsonFaultOf(value[index], `${path}[${index}]`, depth + 1);
      if (fault) return fault;
    }
    return null;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    return { path, message: "this is not a plain JSON object." };
  for (const [key, inner] of Object.entries(value)) {
    if (!isSafeKey(key)) return { path, message: `the name "${key}" is not allowed.` };
    const fault = jsonFaultOf(inner, `${path}.${key}`, depth + 1);
    if (fault) return fault;
  }
  return null;
}

/** True for JSON without forbidden names and not too deep. */
export function isSafeJson(value: unknown): value is Json {
  return jsonFaultOf(value) === null;
}
