import type { Plan } from "../../compile/plan.ts";
import { type Failure, failure } from "../../failure.ts";
import type { NodeId } from "../../id.ts";
import { assertNever, invariant } from "../../invariant.ts";
import { activationIdOf, nodeOfActivation, pathOfActivation } from "../activation-id.ts";
import type { ActivationId, RunEvent, RunFact } from "../event.ts";
import { type IndexedNode, indexedNode, indexPlan, type PlanIndex } from "../index-plan.ts";
import { isOpen } from "../is-open.ts";
import { outstanding } from "../outstanding.ts";
import { type Ending, newRun, type RunCommand, type RunState } from "../run-state.ts";
import { transition } from "../transition.ts";
import { ports } from "./random-plan.ts";

/**
 * A driver without a world: answers every command with what follows from a seed, the activation and the number of its
 * try, in an order that is given from outside. What it answers does not depend on that order.
 *
 * `calm`: no failure is left uncaught, so that the run takes all its ways. `wild`: anything fails, and tries of whatever
 * is open run out of time.
 */
export type Script = {
  readonly plan: Plan;
  readonly seed: number;
  readonly mood: "calm" | "wild";
  /** Random numbers: which of the things that could happen next happens. */
  readonly pick: () => number;
  /** Ask for cancellation when so many events are in the journal. */
  readonly cancelAt?: number | undefined;
  /** A journal that another driver has begun. */
  readonly journal?: readonly RunEvent[];
};

export type Simulated = {
  readonly events: readonly RunEvent[];
  /** After each event: the state, and the commands that nothing has answered yet. */
  readonly states: readonly RunState[];
  readonly left: readonly (readonly RunCommand[])[];
  /** What the scheduler has started: the activation, and the tries of the containers around it. */
  readonly started: readonly string[];
};

/** What is to be told about one activation, one fact after another. */
type Task = { readonly command: RunCommand; readonly facts: RunFact[] };

type Simulation = {
  readonly script: Script;
  readonly index: PlanIndex;
  readonly events: RunEvent[];
  readonly states: RunState[];
  readonly left: RunCommand[][];
  readonly started: string[];
  /** Number of the try that an activation is at, where it is not the first. */
  readonly tries: Map<ActivationId, number>;
  state: RunState;
  tasks: Task[];
};

const eventsMax = 60_000;

export function simulate(script: Script): Simulated {
  const { plan, journal = [], pick, cancelAt, mood } = script;
  const index = indexPlan(plan);
  const run: Simulation = {
    script,
    index,
    events: [],
    states: [],
    left: [],
    started: [],
    tries: new Map(),
    state: newRun,
    tasks: [],
  };
  for (const event of journal) take(run, event);
  if (journal.length === 0) tell(run, { type: "run.started", trigger: "n_t" as NodeId, input: { value: null } });
  else {
    run.started.length = 0;
    run.tasks = outstanding(index, run.state).map((command) => taskOf(run, command));
  }
  while (run.tasks.length > 0) {
    invariant(run.events.length < eventsMax, "a simulated run ends");
    if (run.events.length === cancelAt) tell(run, { type: "run.cancel-requested", by: "test" });
    if (mood === "wild" && pick() % 40 === 0) disturb(run);
    const at = pick() % Math.max(1, run.tasks.length);
    const task = run.tasks[at];
    const fact = task?.facts.shift();
    if (task && task.facts.length === 0) run.tasks.splice(at, 1);
    if (fact) tell(run, fact);
  }
  return run;
}

function tell(run: Simulation, fact: RunFact): void {
  take(run, { ...fact, seq: run.events.length + 1, at: 1_000 + run.events.length } as RunEvent);
}

function take(run: Simulation, event: RunEvent): void {
  run.events.push(event);
  const [state, commands] = transition(run.index, run.state, event);
  run.state = state;
  run.states.push(state);
  if (event.type === "attempt.failed") beginAnew(run, event.activation, event.attempt + 1);
  for (const command of commands) {
    if (command.type === "cancel") run.tasks = run.tasks.filter((task) => activationOf(task) !== command.activation);
    else if (command.type !== "end-item") run.tasks.push(taskOf(run, command));
    if (command.type === "start") run.started.push(tryOf(run, command.activation));
  }
  if (event.type === "attempt.failed") run.tasks.push(taskOf(run, { type: "start", activation: event.activation }));
  // What is over is told nothing; once the end is decided it is all that is left.
  run.tasks = run.tasks.filter((task) => {
    const activation = activationOf(task);
    return activation === null ? !isEnded(run.state) : isOpen(run.index, run.state, activation);
  });
  run.left.push(run.tasks.map((task) => task.command));
}

function isEnded(state: RunState): boolean {
  return state.status === "ended";
}

function beginAnew(run: Simulation, activation: ActivationId, attempt: number): void {
  run.tasks = run.tasks.filter((task) => activationOf(task) !== activation);
  for (const other of run.tries.keys()) if (isInside(run.index, other, activation)) run.tries.delete(other);
  run.tries.set(activation, attempt);
}

function isInside(index: PlanIndex, activation: ActivationId, container: ActivationId): boolean {
  return holdersOf(index, activation).includes(container);
}

/** The activations of the containers around one, innermost first. */
function holdersOf(index: PlanIndex, activation: ActivationId): ActivationId[] {
  const holders: ActivationId[] = [];
  let path = pathOfActivation(activation);
  for (let { owner } = indexedNode(index, nodeOfActivation(activation)).scope; owner; owner = owner.scope.owner) {
    path = path.slice(0, -1);
    holders.push(activationIdOf(owner.node.id, path));
  }
  return holders;
}

/** An activation with the tries of what it is in. Its own are left out: however often it is tried, it is started once. */
function tryOf(run: Simulation, activation: ActivationId): string {
  return [activation, ...holdersOf(run.index, activation).map((holder) => run.tries.get(holder) ?? 1)].join(" ");
}

function activationOf({ command }: Task): ActivationId | null {
  return "activation" in command ? command.activation : null;
}

function taskOf(run: Simulation, command: RunCommand): Task {
  if (command.type === "end") return { command, facts: [endOf(command.ending)] };
  invariant(command.type !== "end-item" && command.type !== "cancel", "this command wants an answer");
  return { command, facts: answersTo(run, command) };
}

function endOf(ending: Ending): RunFact {
  if (ending.outcome !== "failed") return { type: ending.outcome === "succeeded" ? "run.succeeded" : "run.cancelled" };
  return { type: "run.failed", failure: ending.failure, activation: ending.activation };
}

function answersTo(run: Simulation, command: Exclude<RunCommand, { type: "end" | "end-item" | "cancel" }>): RunFact[] {
  const { activation } = command;
  const node = indexedNode(run.index, nodeOfActivation(activation));
  const roll = rollOf(run, activation);
  switch (command.type) {
    case "start":
      if (roll % 9 === 0 && node.node.kind !== "trigger") return [failed(run, node, activation, oops)];
      return begun(activation, node, roll);
    case "continue": {
      const { item } = command;
      return [item < roundsOf(roll) ? { type: "repeat.continued", activation, item } : emitted(activation, roll)];
    }
    case "leave-state":
      if (roll % 11 === 1) return [failed(run, node, activation, oops)];
      return [...waits(activation, roll), emitted(activation, roll)];
    case "close":
      return [emitted(activation, roll)];
    case "fail":
      return [failed(run, node, activation, command.failure)];
    default:
      return assertNever(command);
  }
}

function begun(activation: ActivationId, { node }: IndexedNode, roll: number): RunFact[] {
  switch (node.kind) {
    case "each": {
      const onError = (roll >> 5) % 2 === 0 ? "collect" : "stop";
      return [{ type: "each.opened", activation, count: roll % 4, parallel: 1 + ((roll >> 3) % 3), onError }];
    }
    case "repeat":
      return [roundsOf(roll) === 0 ? emitted(activation, roll) : { type: "repeat.continued", activation, item: 0 }];
    case "states":
    case "state":
      return [{ type: "activation.started", activation, attempt: 1 }];
    case "trigger":
      return [{ type: "activation.emitted", activation, port: "out", output: { value: null }, ms: 1 }];
    default:
      return [...waits(activation, roll), emitted(activation, roll)];
  }
}

/** What some steps wait for before they have an outcome. */
function waits(activation: ActivationId, roll: number): RunFact[] {
  const begin: RunFact = { type: "activation.started", activation, attempt: 1 };
  const value = { value: null };
  const at = { activation, attempt: 1, index: 0 } as const;
  switch ((roll >> 7) % 6) {
    case 0:
      return [begin, { type: "timer.set", activation, untilMs: 9_000 }, { type: "timer.fired", activation }];
    case 1:
      return [
        begin,
        { ...at, type: "wait.opened", on: { kind: "signal", names: ["go"] }, untilMs: null },
        { ...at, type: "signal.received", name: "go", by: null, value },
      ];
    case 2:
      return [begin, { ...at, type: "effect.settled", result: { ok: value } }];
    default:
      return [];
  }
}

function emitted(activation: ActivationId, roll: number): RunFact {
  return { type: "activation.emitted", activation, port: portOf(roll), output: { value: null }, ms: 1 };
}

/** Tried again, or for good: along the error port, or with a value instead, or nothing catches it. */
function failed(run: Simulation, node: IndexedNode, activation: ActivationId, cause: Failure): RunFact {
  const attempt = run.tries.get(activation) ?? 1;
  const roll = rollOf(run, activation);
  if (attempt < 1 + ((roll >> 9) % 3)) {
    return { type: "attempt.failed", activation, attempt, failure: cause, retryAtMs: 2_000, ms: 1 };
  }
  const isCaught = node.catchesFailure || (run.script.mood === "wild" && (roll >> 11) % 2 === 0);
  if (isCaught) return { type: "activation.failed", activation, attempt, failure: cause, ms: 1 };
  const port = portOf(roll);
  return { type: "activation.emitted", activation, port, output: { value: null }, fallbackFor: cause, ms: 1 };
}

/** Something comes from outside: a time limit of whatever is open, steps and containers alike; a crash loop and its end. */
function disturb(run: Simulation): void {
  const holders = run.tasks.flatMap((task) => {
    const activation = activationOf(task);
    return activation === null ? [] : [activation, ...holdersOf(run.index, activation)];
  });
  const roll = run.script.pick();
  const late = holders[roll % Math.max(1, holders.length)];
  if (late && roll % 7 > 0) tell(run, failed(run, indexedNode(run.index, nodeOfActivation(late)), late, tooLate));
  else if (!isEnded(run.state)) {
    tell(run, { type: "run.quarantined", attempts: 3 });
    tell(run, { type: "run.resumed", by: "test" });
  }
}

const portOf = (roll: number) => ports[(roll >> 4) % 4 === 0 ? 1 : 0] ?? "out";
const roundsOf = (roll: number) => (roll >> 2) % 4;

/** A number that depends on the seed, the activation and the tries that led to it, and on nothing else. */
function rollOf(run: Simulation, activation: ActivationId): number {
  const text = `${tryOf(run, activation)} ${run.tries.get(activation) ?? 1}`;
  let value = run.script.seed | 0;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x9e3779b1) ^ (value >>> 13);
  return value >>> 1;
}

const oops = failure("input", "Made up.");
const tooLate = failure("timeout", "Made up.", { retryable: true });
