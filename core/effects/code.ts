import type { Json } from "../json/json.ts";

export type CodeRequest = {
  /** JavaScript: the body of an async function. */
  readonly source: string;
  readonly input: Json;
  /** More constants of the script. */
  readonly values: readonly { readonly name: string; readonly value: Json }[];
  /** Of running, not of waiting for a free place. */
  readonly timeoutMs: number;
  readonly memoryMb: number;
};

export type ConsoleLine = { readonly level: "log" | "info" | "warn" | "error"; readonly text: string };

export type CodeResult = {
  /** What the script returned. */
  readonly value: Json;
  readonly console: readonly ConsoleLine[];
  /** Running time; milliseconds. */
  readonly ms: number;
};
