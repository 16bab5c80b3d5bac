import type { Effect, OutsideEffect, SettledEffect } from "#core/effects/effect.ts";
import type { Failure } from "#core/failure.ts";
import type { NodeId, RunId, WorkspaceId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import type { Registry } from "#core/node-kit/registry.ts";
import type { ActivationId, RunEvent, RunFact } from "#core/schedule/event.ts";
import type { PlanIndex } from "#core/schedule/index-plan.ts";
import { newRun, type RunCommand, type RunState } from "#core/schedule/run-state.ts";
import { transition } from "#core/schedule/transition.ts";
import type { Admission } from "#db/queries/accept-runs.ts";
import type { BlobRow, EventRow } from "#db/queries/journal.ts";
import type { EntryExtras } from "#db/queries/journal-extras.ts";
import type { Logger } from "../../log.ts";
import { type Frame, rootFrame } from "../containers/frames.ts";
import { eventRow } from "../journal/event-row.ts";
import type { AppendResult, Journal } from "../journal/journal.ts";
import type { Encoded } from "../journal/stored-values.ts";
import type { LivePublisher } from "../live-hub.ts";
import type { RunIdentity } from "../run-identity.ts";
import type { ChildStarted, ChildToStart } from "../waiting/child-to-start.ts";
import type { Message } from "../waiting/message.ts";
import type { Alarm } from "./alarm.ts";
import type { CallbackUrl } from "./run-facts.ts";
import type { RunFacts } from "./step-input.ts";
import type { Recorded, Work } from "./work.ts";

export type EffectContext = {
  readonly workspaceId: WorkspaceId;
  readonly runId: RunId;
  /** `run/activation/effect`: the same when the effect has to be tried again after a crash. */
  readonly idempotencyKey: string;
  readonly signal: AbortSignal;
};

export type Interpret = (effect: OutsideEffect, context: EffectContext) => Promise<SettledEffect>;

/** Answers an effect in place of the world; null when the world is to be asked. The answer never rejects. */
export type AnswerEffect = (
  effect: Effect,
  at: { readonly activation: ActivationId; readonly attempt: number; readonly index: number },
) => Promise<SettledEffect> | null;

export type DriveDeps = {
  readonly registry: Registry;
  readonly journal: Journal;
  readonly interpret: Interpret;
  readonly live: LivePublisher;
  readonly log: Logger;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** A wait that is longer lets the run be put away; milliseconds. */
  readonly parkAfterMs: number;
  readonly callbackUrl: CallbackUrl;
  /** Looks soon whether something has come for a run. */
  readonly look: (drive: Drive) => void;
  /** Tells whoever drives a run that something has come for it. */
  readonly poke: (workspaceId: WorkspaceId, runId: RunId) => void;
  /** Never rejects for a reason that the step could be told. */
  readonly startChild: (parent: Drive, child: ChildToStart) => Promise<ChildStarted>;
};

/** What a webhook that waits is told by a respond step. */
export type RespondValue = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json;
};

export type RunEnd = {
  readonly status: "succeeded" | "failed" | "cancelled" | "detached";
  /** What the last step gave; null unless it succeeded. */
  readonly output: Json;
  readonly failure: Failure | null;
  readonly failedNode: NodeId | null;
};

/** This process no longer follows the run: the server stops, or another one has taken it over. It goes on. */
export const detached: RunEnd = { status: "detached", output: null, failure: null, failedNode: null };

/** Called at most once each, after what they tell is durable. */
export type RunWaiters = {
  accepted: ((result: AppendResult) => void) | null;
  response: ((value: RespondValue | null) => void) | null;
  ended: ((end: RunEnd) => void) | null;
  /** They wait in another process, and this one only passes on what it knows. */
  isElsewhere?: boolean;
};

/** Of a run that no caller waits for. */
export const nobody = (): RunWaiters => ({ accepted: null, response: null, ended: null });

/**
 * One run in memory.
 *
 *     running -- end in the journal --> over
 *             -- only long waits left --> parking -- in the journal --> over (rows, until something wakes it)
 *             -- claimed by somebody else, or never accepted --> over
 */
export type Drive = {
  readonly deps: DriveDeps;
  readonly identity: RunIdentity;
  readonly facts: RunFacts;
  readonly index: PlanIndex;
  readonly pins: ReadonlyMap<NodeId, Json>;
  readonly epoch: number;
  readonly root: Frame;
  /** The policy for effects: null for real ones. */
  readonly answerEffect: AnswerEffect | null;
  readonly work: Map<ActivationId, Work>;
  readonly recorded: Map<ActivationId, Recorded>;
  readonly waiters: RunWaiters;
  /** Carries out what the scheduler asked for; given from outside because everything below is called by it. */
  readonly pump: (drive: Drive) => void;
  /** What it was accepted with; null for one that was accepted before, or with nothing special. */
  readonly admission: Admission | null;
  /** Ends the run at its deadline; null without one. */
  deadline: Alarm | null;
  /** Of the process's clock that never goes back; milliseconds. */
  readonly inMemorySince: number;
  /** Told when the run leaves memory. */
  readonly onOver: (drive: Drive) => void;
  phase: "running" | "parking" | "over";
  state: RunState;
  seq: number;
  /** What the trigger brought. */
  input: Json;
  /** What has come for steps that do not wait for it yet, by activation and name. */
  readonly inbox: Map<string, Message>;
  /** What has been taken out of it: rows that may be seen once more until that is durable. */
  readonly taken: Set<string>;
  /** Of what was taken, what a container that is tried again is given once more. */
  readonly kept: Map<string, Message>;
  /** How many messages were ever sent to the run, as far as is known here. */
  seen: number;
  commands: RunCommand[];
  /** Position of the next command. */
  at: number;
  isPumping: boolean;
  isAccepted: boolean;
  /** True from a take-over until something new has been written. */
  isTakenOver: boolean;
  /** Waits for its first respond step. */
  answer: RespondValue | null;
  /** What the next entry will hold, and who waits for it to be durable. */
  events: RunEvent[];
  rows: EventRow[];
  blobs: BlobRow[];
  extras: Extras | null;
  afterwards: (() => void)[];
  /** Entries that are under way, and who waits for the newest of them. */
  underWay: number;
  afterNewest: (() => void)[];
  /** Told instead when the run leaves memory before what they wait for is durable. */
  onGivenUp: (() => void)[];
};

type Extras = { readonly [K in keyof EntryExtras]: EntryExtras[K][number][] };

type Given = "deps" | "identity" | "index" | "pins" | "epoch" | "waiters" | "pump" | "onOver" | "isAccepted";
type NewDrive = Pick<Drive, Given> & {
  readonly startedAt: number;
  readonly admission?: Admission | null;
  /** What lies around a step that is tried alone; a new frame otherwise. */
  readonly root?: Frame;
  readonly answerEffect?: AnswerEffect | null;
};

export function createDrive({
  startedAt,
  admission = null,
  root = rootFrame(),
  answerEffect = null,
  ...given
}: NewDrive): Drive {
  const { id, mode, workflowId } = given.identity;
  return {
    ...given,
    admission,
    deadline: null,
    facts: { id, workflowId, mode, startedAt: new Date(startedAt).toISOString() },
    root,
    answerEffect,
    inMemorySince: performance.now(),
    work: new Map(),
    recorded: new Map(),
    phase: "running",
    state: newRun,
    seq: 0,
    input: null,
    inbox: new Map(),
    taken: new Set(),
    kept: new Map(),
    seen: 0,
    commands: [],
    at: 0,
    isPumping: false,
    isTakenOver: given.isAccepted,
    answer: null,
    events: [],
    rows: [],
    blobs: [],
    extras: null,
    afterwards: [],
    underWay: 0,
    afterNewest: [],
    onGivenUp: [],
  };
}

/** Adds a fact to the journal-to-be and takes the scheduler's commands. `encoded` is the event's value, if it has one. */
export function record(drive: Drive, fact: RunFact, encoded: Encoded | null = null, at = drive.deps.now()): void {
  drive.seq += 1;
  const event: RunEvent = { ...fact, seq: drive.seq, at };
  const [state, commands] = transition(drive.index, drive.state, event);
  drive.state = state;
  for (const command of commands) drive.commands.push(command);
  drive.events.push(event);
  drive.rows.push(eventRow(event, encoded?.text ?? null));
  if (encoded?.blob) drive.blobs.push(encoded.blob);
}

/** What the next entry changes beside the run's own rows. */
export function extrasOf(drive: Drive): Extras {
  drive.extras ??= { taken: [], tells: [], emissions: [], tasks: [], closedTasks: [] };
  return drive.extras;
}

/** The value that formulas read as `trigger`. */
export function triggerValue(drive: Drive): Json {
  return drive.root.delivered.get(drive.identity.triggerNode)?.value ?? drive.input;
}
