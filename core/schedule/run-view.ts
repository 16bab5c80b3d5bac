import type { Failure } from "../failure.ts";
import type { EdgeId, NodeId } from "../id.ts";
import type { ActivationId, ActivationStatus, RunStatus } from "./event.ts";
import type { PlanIndex } from "./index-plan.ts";
import type { RunState } from "./run-state.ts";

/**
 * The picture of a run: what the canvas draws, live or long after. Folded from the journal alone and never stored; it
 * needs no values, so the live stream strips them. Parts that did not change keep their identity between two views.
 */
export type RunView = {
  readonly status: RunStatus;
  /** Unix milliseconds; null before `run.started`. */
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** Why the run failed; null unless it did. */
  readonly failure: Failure | null;
  /** Only nodes that the run has reached or skipped; a node that is absent has not been decided about. */
  readonly nodes: ReadonlyMap<NodeId, NodeView>;
  /** Only edges that are delivered or skipped; an absent edge waits. */
  readonly edges: ReadonlyMap<EdgeId, EdgeView>;
  /** Activations that wait for something at the moment. */
  readonly waits: ReadonlyMap<ActivationId, NodeWait>;
  /** Number of the last event in the picture; 0 for none. Events up to it are ignored when they come again. */
  readonly seq: number;
  /** The scheduler's state, so that the picture can go on from here. */
  readonly state: RunState;
  readonly index: PlanIndex;
};

/** One node over all its activations: one at the top level, one for each item inside a container. */
export type NodeView = {
  /** Of the activations together: `running` while one runs, then `waiting`, `failed`, `cancelled`, `succeeded`, `skipped`. */
  readonly status: ActivationStatus;
  /** Unix milliseconds at which the first activation started; null when all were skipped. */
  readonly startedAt: number | null;
  /** Milliseconds of work, over all settled activations; null while none has settled. */
  readonly ms: number | null;
  readonly counts: NodeCounts;
  /** The newest failure of this node. */
  readonly failure: Failure | null;
  /** Length of the newest output when it is a list; null when it is not. */
  readonly items: number | null;
  /** Of an each: items ended and items in all. Of a repeat: rounds ended; nobody knows how many there will be. */
  readonly progress: { readonly done: number; readonly total: number | null } | null;
  /** What the newest of the activations that wait waits for; null when none waits. */
  readonly waiting: NodeWait | null;
  /** The newest try; 1 for the first. Pure steps that were never tried again have 1. */
  readonly attempt: number;
  /** It failed for good and gave its fallback value, the last time that it settled. */
  readonly usedFallback: boolean;
  /** Of a state machine that is under way: the state it is in. */
  readonly activeState: NodeId | null;
};

export type NodeWait = {
  /** `retry`: a try failed, and the next one comes at that moment. */
  readonly on: "time" | "signal" | "task" | "child" | "retry";
  /** Unix milliseconds; null to wait for ever. */
  readonly untilMs: number | null;
};

/** Activations by status. `running` includes those that wait; `total` is the sum of the others and of cancelled ones. */
export type NodeCounts = {
  readonly total: number;
  readonly running: number;
  readonly waiting: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly skipped: number;
};

export type EdgeView = {
  /** `delivered` once anything went along it; `skipped` when it was passed over every time so far. */
  readonly status: "waiting" | "delivered" | "skipped";
  /** How often a value went along it: at most once at the top level, once per item inside a container. */
  readonly count: number;
  /** Length of the newest value when it is a list; null when it is not. */
  readonly items: number | null;
};
