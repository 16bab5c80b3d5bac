import { caps } from "#core/caps.ts";
import type { ConsoleLine } from "#core/effects/code.ts";
import { isJsonObject, type Json, type JsonObject } from "#core/json/json.ts";
import { jsonFits } from "#core/json/json-size.ts";
import { jsonFaultOf } from "#core/json/safe-json.ts";

/** How a script went, as far as its process can be believed. */
export type ScriptAnswer =
  | { readonly kind: "value"; readonly value: Json }
  | { readonly kind: "threw"; readonly name: string; readonly message: string; readonly line: number | null }
  /** The value cannot flow between steps; the sentence says why. */
  | { readonly kind: "unfit"; readonly message: string }
  | { readonly kind: (typeof plainKinds)[number] };

export type ReadAnswer = {
  readonly answer: ScriptAnswer;
  readonly console: readonly ConsoleLine[];
  /** Lines of the console that were left out. */
  readonly dropped: number;
  /** The process wants to end. */
  readonly isLast: boolean;
};

const plainKinds = ["too-large", "not-data", "timeout", "memory", "unsettled", "depth", "crashed"] as const;
const levels: readonly string[] = ["log", "info", "warn", "error"] satisfies readonly ConsoleLine["level"][];
/** The wrapper takes the first line of what the process runs. */
const linesBefore = 1;

/** Reads what a process said, believing nothing: null when it is not what the program of a process says. */
export function readAnswer(body: Buffer): ReadAnswer | null {
  const said = parse(body);
  if (!isJsonObject(said) || !isJsonObject(said.report)) return null;
  const { console, dropped, answer } = said.report;
  const lines = readConsole(console);
  if (!lines || typeof dropped !== "number" || !isJsonObject(answer)) return null;
  const read = readOutcome(answer, said.isFull === true);
  return read && { answer: read, console: lines, dropped, isLast: said.isLast !== false };
}

/** JSON.parse makes plain own fields of any names, so nothing is polluted before the names are checked. */
function parse(body: Buffer): Json {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body)) as Json;
  } catch {
    return null;
  }
}

function readConsole(lines: Json | undefined): readonly ConsoleLine[] | null {
  if (!Array.isArray(lines) || lines.length > caps.scriptConsoleLines) return null;
  let chars = 0;
  const read: ConsoleLine[] = [];
  for (const line of lines as readonly Json[]) {
    if (!isJsonObject(line)) return null;
    const { level, text } = line;
    if (typeof text !== "string" || typeof level !== "string" || !levels.includes(level)) return null;
    chars += text.length;
    read.push({ level: level as ConsoleLine["level"], text });
  }
  // A line that was cut ends with one character more.
  return chars > caps.scriptConsoleChars + caps.scriptConsoleLines ? null : read;
}

function readOutcome(answer: JsonObject, isFull: boolean): ScriptAnswer | null {
  if (answer.kind === "value") return readValue(answer.value ?? null);
  if (answer.kind === "threw") return readThrown(answer, isFull);
  const kind = plainKinds.find((plain) => plain === answer.kind);
  // Without memory a promise cannot even be rejected.
  return kind ? { kind: kind === "unsettled" && isFull ? "memory" : kind } : null;
}

function readValue(value: Json): ScriptAnswer {
  const fits = jsonFits(value, caps.valueBytes, caps.jsonDepth - 1);
  if (fits === "too-large") return { kind: "too-large" };
  const fault = fits === "fits" ? jsonFaultOf(value) : { path: "", message: "this is nested too deeply." };
  return fault ? { kind: "unfit", message: `${fault.path} ${fault.message}`.trim() } : { kind: "value", value };
}

function readThrown({ name, message, stack }: JsonObject, isFull: boolean): ScriptAnswer | null {
  if (typeof name !== "string" || typeof message !== "string" || typeof stack !== "string") return null;
  if (name === "InternalError" && message === "out of memory") return { kind: "memory" };
  // Nor can an error be made: null is thrown.
  if (isFull && name === "" && message === "null") return { kind: "memory" };
  const at = /script\.js:(\d{1,9})/.exec(stack)?.[1];
  const line = at === undefined ? null : Math.max(1, Number(at) - linesBefore);
  return { kind: "threw", name: name.slice(0, 100), message: message.slice(0, 2_000), line };
}
