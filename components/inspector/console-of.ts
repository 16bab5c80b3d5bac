import type { ConsoleLine } from "#core/effects/code.ts";
import { isJsonObject, type Json } from "#core/json/json.ts";
import type { EffectRecord } from "#core/schedule/step-record.ts";

const levels: readonly string[] = ["log", "info", "warn", "error"];

/** What the scripts of a step wrote to their console, in order: with their results, or with why they failed. */
export function consoleOf(effects: readonly EffectRecord[]): readonly ConsoleLine[] {
  return effects.flatMap(({ kind, result }) => {
    if (kind !== "code") return [];
    const said = "failure" in result ? result.failure.details : result.ok;
    const lines = isJsonObject(said) ? said.console : undefined;
    return Array.isArray(lines) ? (lines as readonly Json[]).flatMap(lineOf) : [];
  });
}

/** What was recorded is data like any other: a line that is none is left out. */
function lineOf(line: Json): readonly ConsoleLine[] {
  if (!isJsonObject(line) || typeof line.text !== "string" || !levels.includes(String(line.level))) return [];
  return [{ level: line.level as ConsoleLine["level"], text: line.text }];
}
