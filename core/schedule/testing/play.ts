import type { Plan } from "../../compile/plan.ts";
import { type Failure, failure } from "../../failure.ts";
import type { NodeId } from "../../id.ts";
import { invariant } from "../../invariant.ts";
import { nodeOfActivation } from "../activation-id.ts";
import type { ActivationId, RunEvent, RunFact } from "../event.ts";
import { indexedNode, indexPlan } from "../index-plan.ts";
import { newRun, type RunCommand, type RunState } from "../run-state.ts";
import { transition } from "../transition.ts";

/** What a step answers in a played run: by default it emits on `out`. */
export type Answer =
  | { port: string }
  | { fail: Failure }
  | { count: number; parallel: number; onError: "stop" | "collect" }
  /** Of a repeat. */
  | { rounds: number };
export type Played = {
  readonly events: readonly RunEvent[];
  readonly states: readonly RunState[];
  readonly started: readonly ActivationId[];
  readonly cancelled: readonly ActivationId[];
};

type Script = {
  readonly answer?: (activation: ActivationId) => Answer | undefined;
  /** Which of so many open commands is answered next; the first when absent. */
  readonly pick?: (count: number) => number;
  /** Ask for cancellation when so many events are in the journal. */
  readonly cancelAt?: number;
};

/** Drives a plan in memory with made-up answers until it ends or nothing is left to answer. */
export function play(plan: Plan, { answer, pick = () => 0, cancelAt }: Script = {}): Played {
  const index = indexPlan(plan);
  const events: RunEvent[] = [];
  const started: ActivationId[] = [];
  const cancelled: ActivationId[] = [];
  let todo: RunCommand[] = [];
  let state = newRun;
  const states: RunState[] = [];
  const append = (fact: RunFact): void => {
    const event = { ...fact, seq: events.length + 1, at: 1_000 + events.length } as RunEvent;
    events.push(event);
    const [next, commands] = transition(index, state, event);
    state = next;
    states.push(state);
    for (const command of commands) {
      if (command.type === "start") started.push(command.activation);
      if (command.type === "cancel") cancelled.push(command.activation);
      else if (command.type !== "end-item") todo.push(command);
    }
    const gone = new Set(commands.flatMap((command) => (command.type === "cancel" ? [command.activation] : [])));
    if (gone.size > 0) todo = todo.filter((other) => !("activation" in other) || !gone.has(other.activation));
    // After the end is decided, the rest of the list is of no use to anybody.
    if (state.ending) todo = todo.filter((command) => command.type === "end");
  };
  append({ type: "run.started", trigger: "n_t" as NodeId, input: { value: null } });
  for (let turn = 0; todo.length > 0; turn++) {
    invariant(turn < 200_000, "a played run ends");
    if (events.length === cancelAt) append({ type: "run.cancel-requested", by: "test" });
    const [command] = todo.splice(pick(todo.length) % todo.length, 1);
    if (command) append(factOf(command, answer));
  }
  return { events, states, started, cancelled };

  function factOf(command: RunCommand, say: Script["answer"]): RunFact {
    switch (command.type) {
      case "start":
        return beginning(command.activation, say?.(command.activation));
      case "leave-state":
        return emitted(command.activation, say?.(command.activation));
      case "continue": {
        const { activation, item } = command;
        const given = say?.(activation);
        if (item < (given && "rounds" in given ? given.rounds : 2))
          return { type: "repeat.continued", activation, item };
        return { type: "activation.emitted", activation, port: "out", output: { value: null }, ms: 1 };
      }
      case "close":
        return {
          type: "activation.emitted",
          activation: command.activation,
          port: "out",
          output: { value: [] },
          ms: 1,
        };
      case "fail":
        return {
          type: "activation.failed",
          activation: command.activation,
          attempt: 1,
          failure: command.failure,
          ms: 1,
        };
      case "end":
        if (command.ending.outcome === "failed") {
          return { type: "run.failed", failure: command.ending.failure, activation: command.ending.activation };
        }
        return { type: command.ending.outcome === "succeeded" ? "run.succeeded" : "run.cancelled" };
      default:
        throw new Error(`No answer to ${command.type}`);
    }
  }

  function beginning(activation: ActivationId, given: Answer | undefined): RunFact {
    const { kind } = indexedNode(index, nodeOfActivation(activation)).node;
    if (given && "fail" in given) return emitted(activation, given);
    switch (kind) {
      case "each":
        return { type: "each.opened", activation, ...(given && "count" in given ? given : twoItems) };
      case "repeat":
        if (given && "rounds" in given && given.rounds === 0) return emitted(activation, { port: "out" });
        return { type: "repeat.continued", activation, item: 0 };
      case "states":
      case "state":
        return { type: "activation.started", activation, attempt: 1 };
      default:
        return emitted(activation, given);
    }
  }
}

const twoItems = { count: 2, parallel: 1, onError: "stop" } as const;

function emitted(activation: ActivationId, given: Answer | undefined): RunFact {
  if (given && "fail" in given) {
    return { type: "activation.failed", activation, attempt: 1, failure: given.fail, ms: 1 };
  }
  const port = given && "port" in given ? given.port : "out";
  return { type: "activation.emitted", activation, port, output: { value: null }, ms: 1 };
}

export const oops = failure("input", "Made up.");
