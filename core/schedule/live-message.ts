import type { RunId } from "../id.ts";
import type { RunEvent } from "./event.ts";
import type { RunSummary } from "./run-summary.ts";

/** What an open editor is told about the runs of its workflow. */
export type LiveMessage =
  /** A run of this workflow started or changed; at most about ten a second for each run. */
  | { readonly kind: "run"; readonly run: RunSummary }
  /** The next facts of the followed run, in order and without gaps; stored values are replaced by null. */
  | { readonly kind: "events"; readonly runId: RunId; readonly events: readonly RunEvent[] }
  /** Events of another run follow from its first on: a newer one began after the followed one ended. */
  | { readonly kind: "follow"; readonly runId: RunId };
