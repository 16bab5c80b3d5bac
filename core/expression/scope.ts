/**
 * What a formula may read: JSON values under the names `trigger`, `steps`, `input`, `item`, `index`, `vars`, `run`.
 * `steps` holds the outputs that exist. Steps that gave nothing are told under `absentSteps`, so that a formula which
 * asks for one fails with the reason. The key is a symbol: no formula can name it.
 */
export type Scope = Readonly<Record<string, unknown>> & {
  readonly [absentSteps]?: ReadonlyMap<string, AbsentReason>;
};

export const absentSteps: unique symbol = Symbol("absentSteps");

/** Why a step has no output: its branch was not taken, its turn has not come, or it failed. */
export type AbsentReason = "skipped" | "not-run" | "failed";
