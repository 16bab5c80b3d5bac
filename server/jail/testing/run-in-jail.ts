import type { Json } from "#core/json/json.ts";
import type { Jail, ScriptRun } from "../jail.ts";

export type Given = {
  readonly given?: Readonly<Record<string, Json>>;
  readonly timeoutMs?: number;
  readonly memoryMb?: number;
  readonly workspaceId?: string;
  readonly signal?: AbortSignal;
};

/** Runs a script as the `code` effect does, with more time than it can need unless said. */
export function runInJail(jail: Jail, source: string, more: Given = {}): Promise<ScriptRun> {
  const { given = {}, timeoutMs = 10_000, memoryMb = 64, workspaceId = "w_1", signal } = more;
  const names = new Map(Object.entries({ input: null, ...given }));
  return jail.run(workspaceId, { source, given: names, timeoutMs, memoryBytes: memoryMb * 1024 * 1024 }, signal);
}

/** How it went in one word: `value`, `timeout`, `memory`, `threw`, … */
export function endOf(run: ScriptRun): string {
  return run.ok ? run.answer.kind : `process ${run.why}`;
}

/** What the script returned; throws when it returned nothing. */
export function valueIn(run: ScriptRun): Json {
  if (run.ok && run.answer.kind === "value") return run.answer.value;
  throw new Error(`The script gave no value: ${JSON.stringify(run.ok ? run.answer : run.why)}`);
}
