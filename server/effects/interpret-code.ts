import { caps } from "#core/caps.ts";
import type { CodeRequest, ConsoleLine } from "#core/effects/code.ts";
import type { SettledEffect } from "#core/effects/effect.ts";
import { type FailureCode, failure } from "#core/failure.ts";
import { jsonFits } from "#core/json/json-size.ts";
import type { Script, ScriptRun } from "../jail/jail.ts";
import type { ReadAnswer } from "../jail/read-answer.ts";

/** Runs a script in the jail, for the run's workspace. */
export type RunScript = (script: Script, signal?: AbortSignal) => Promise<ScriptRun>;

/** What an operator lets one script take. */
export type CodeLimits = { readonly timeoutMsMax: number; readonly memoryMbMax: number };

export type CodeDeps = { readonly runScript: RunScript; readonly limits: CodeLimits };

export async function interpretCode(
  request: CodeRequest,
  signal: AbortSignal | undefined,
  { runScript, limits }: CodeDeps,
): Promise<SettledEffect> {
  const refused = refusal(request, limits);
  if (refused) return refused;
  const { source, input, values, timeoutMs, memoryMb } = request;
  const given = new Map([["input", input], ...values.map(({ name, value }) => [name, value] as const)]);
  const run = await runScript({ source, given, timeoutMs, memoryBytes: memoryMb * 1024 * 1024 }, signal);
  return run.ok ? told(request, run) : silent(request, run.why);
}

function refusal({ input, values, timeoutMs, memoryMb }: CodeRequest, limits: CodeLimits): SettledEffect | null {
  const { timeoutMsMax, memoryMbMax } = limits;
  if (timeoutMs > timeoutMsMax) {
    const most = `Scripts may take ${seconds(timeoutMsMax)} at most here, and this step asks for ${seconds(timeoutMs)}.`;
    return failed("config", `${most} Lower its time limit, or ask the operator to raise HEDDLE_CODE_MS_MAX.`);
  }
  if (memoryMb > memoryMbMax) {
    const most = `Scripts may use ${memoryMbMax} MB at most here, and this step asks for ${memoryMb} MB.`;
    return failed("config", `${most} Lower its memory limit, or ask the operator to raise HEDDLE_CODE_MB_MAX.`);
  }
  const given = [input, ...values.map(({ value }) => value)];
  if (jsonFits(given, caps.scriptGivenBytes, caps.jsonDepth + 2) === "fits") return null;
  const megabytes = caps.scriptGivenBytes / 1024 / 1024;
  return failed(
    "cap",
    `The script would be given more than ${megabytes} MB. Hand it only what it needs, under Values.`,
  );
}

function told(
  request: CodeRequest,
  { answer, console, dropped, ms }: ReadAnswer & { readonly ms: number },
): SettledEffect {
  const lines = dropped > 0 ? [...console, leftOut(dropped)] : console;
  const log = { lines };
  switch (answer.kind) {
    case "value": {
      const value = { value: answer.value, console: lines, ms: Math.round(ms * 10) / 10 };
      return jsonFits(value, caps.valueBytes, caps.jsonDepth) === "fits" ? { ok: true, value } : tooLarge(log);
    }
    case "threw": {
      const name = answer.name === "" || answer.name === "Error" ? "" : `${answer.name}: `;
      const at = answer.line === null ? "" : `Line ${answer.line}: `;
      return failed("script", `${at}${name}${answer.message}`, { ...log, line: answer.line });
    }
    case "unfit":
      return failed("script", `The script returned a value that cannot be passed on: ${answer.message}`, log);
    case "not-data":
      return failed("script", "The script returned a function or a symbol. Return data instead.", log);
    case "unsettled":
      return failed(
        "script",
        "The script waits for a promise that nothing settles. Await only what the script itself brings to an end.",
        log,
      );
    case "depth":
      return failed("script", "The script calls itself too deeply, or its data is nested too deeply. Use a loop.", log);
    case "crashed":
      return failed(
        "script",
        "The script broke what runs it. Simplify it: it goes too deep or needs too much at once.",
      );
    case "too-large":
      return tooLarge(log);
    case "memory":
      return failed("cap", memorySentence(request), log);
    case "timeout":
      return timedOut(request, log);
  }
}

function silent(request: CodeRequest, why: (ScriptRun & { ok: false })["why"]): SettledEffect {
  switch (why) {
    case "timeout":
      return timedOut(request, {});
    case "cancelled":
      return failed("cancelled", "The script was cancelled.");
    case "ended":
      return failed("cap", `The script's process ended in the middle. ${memorySentence(request)}`, { retryable: true });
    case "broken":
      return failed("script", "The script's process did what it may not, so it was ended. Simplify the script.");
    case "no-process":
      return failed("internal", "No process could be started for the script. Try again later.", { retryable: true });
  }
}

function timedOut({ timeoutMs }: CodeRequest, log: More): SettledEffect {
  const advice = "Look for a loop that does not end, do less at a time, or raise the time limit of the step.";
  return failed("timeout", `The script took longer than ${seconds(timeoutMs)}. ${advice}`, { ...log, retryable: true });
}

function tooLarge(log: More): SettledEffect {
  const megabytes = caps.valueBytes / 1024 / 1024;
  return failed("cap", `The script returned more than ${megabytes} MB. Return less: only what later steps need.`, log);
}

function memorySentence({ memoryMb }: CodeRequest): string {
  return `The script used more than ${memoryMb} MB. Work on smaller pieces, or raise the memory limit of the step.`;
}

function seconds(ms: number): string {
  return ms === 1_000 ? "a second" : `${ms / 1_000} seconds`;
}

function leftOut(dropped: number): ConsoleLine {
  return { level: "warn", text: `${dropped} more lines were left out.` };
}

type More = {
  readonly lines?: readonly ConsoleLine[];
  readonly line?: number | null;
  readonly retryable?: boolean;
};

/** The console goes with the failure: it is what people look at when a script does not work. */
function failed(
  code: FailureCode,
  message: string,
  { lines = [], line = null, retryable = false }: More = {},
): SettledEffect {
  const details = { ...(line === null ? {} : { line }), ...(lines.length > 0 ? { console: lines } : {}) };
  const more = Object.keys(details).length > 0 ? { details } : {};
  return { ok: false, failure: failure(code, message, { retryable, ...more }) };
}
