import { isJsonObject, type Json, type JsonObject } from "#core/json/json.ts";

/** The names that a script is given: its input, the console, and a constant for each row of the step's values. */
export function scriptNames({ values }: JsonObject): readonly string[] {
  const rows = Array.isArray(values) ? (values as readonly Json[]) : [];
  const constants = rows.flatMap((row) => (isJsonObject(row) && typeof row.name === "string" ? [row.name] : []));
  return ["input", "console", ...constants.filter((name) => name !== "")];
}

/** Whether a formula means the same in a script: a way into the input. */
export function isScriptSource(source: string): boolean {
  return /^input\b/.test(source);
}
