/** What the server tells a jailed process about one script. The values that it is given follow as JSON text. */
export type ScriptOrder = {
  readonly source: string;
  /** Names of the constants, in the order of the list of values; the first is `input`. */
  readonly names: readonly string[];
  readonly timeoutMs: number;
  readonly memoryBytes: number;
  /** Of the returned value as JSON, and the words around it. */
  readonly answerBytes: number;
  readonly consoleLines: number;
  readonly consoleChars: number;
  readonly lineChars: number;
};
