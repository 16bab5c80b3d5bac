import type { Plan } from "#core/compile/plan.ts";
import type { WorkflowId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import { expr, type NodeSketch, planFrom } from "../testing/plans.ts";

/** A run that a proof disturbs. */
export type Scenario = {
  readonly plan: Plan;
  readonly input: Json;
  /** The workflow that the run calls, by the id under which it must be published. */
  readonly child: { readonly workflowId: WorkflowId; readonly plan: Plan };
  /** How often the run itself asks the world for something when nothing disturbs it. */
  readonly effects: number;
  /** Steps that wait for a signal, which the proof sends once they do. */
  readonly signals: readonly { readonly activation: string; readonly name: string; readonly value: Json }[];
};

/** The world of these runs: whatever is called answers with its path; `/missing` and every first `/flaky` fail. */
export function worldAnswers() {
  const flaky = new Set<string>();
  return (_: number, path: string, key: string): { readonly status: number; readonly body: Json } => {
    // By key: a try that a crash repeats carries the same one, so a run meets one failure however it is disturbed.
    const isFirst = path === "/flaky" && !flaky.has(key);
    if (isFirst) flaky.add(key);
    return { status: path === "/missing" ? 404 : isFirst ? 503 : 200, body: { path } };
  };
}

const calls =
  (host: string) =>
  (path: string, more: Partial<NodeSketch> = {}): NodeSketch => ({
    type: "http-request",
    config: { method: "POST", url: { $template: [`http://${host}/`, expr(path)] } },
    ...more,
  });

/**
 * A run through everything that the driver does differently: effects one after the other and side by side, each of the
 * containers, a second try, a fallback, a failure that is caught, a script, an event, another workflow, a signal, a
 * person, a short and a long wait, an answer.
 *
 *     t > first > each[ call ] > both a and b > join > broken .error > repeat[ round ] > machine[ draft > check > done ]
 *       > flaky > fallback > script > emit > child > signal > nap > rest > last > answer
 */
export function everyKind(host: string): Scenario {
  const call = calls(host);
  const childId = "wf_proofchild" as WorkflowId;
  const when = (condition: string) => ({ on: "condition", name: condition, condition: expr(condition) });
  const plan = planFrom(
    {
      t: { type: "webhook" },
      first: call("'first'"),
      each: {
        type: "each",
        config: { list: expr("trigger.body.items"), parallel: 2, result: expr("steps.call.body.path") },
      },
      call: call("string(item)", { parent: "each" }),
      a: call("'a'"),
      b: call("'b'"),
      join: { type: "merge", config: {} },
      broken: call("'missing'", { handling: { onFailure: "port" } }),
      repeat: { type: "repeat", config: { mode: "until", condition: expr("index >= 2"), result: expr("index") } },
      round: call("'round' + string(index)", { parent: "repeat" }),
      machine: { type: "states" },
      draft: { type: "state", parent: "machine", config: { initial: true, transitions: [when("true")] } },
      written: call("'written'", { parent: "draft" }),
      check: {
        type: "state",
        parent: "machine",
        config: { transitions: [{ on: "signal", name: "approved", signal: "approved" }] },
      },
      done: { type: "state", parent: "machine" },
      flaky: call("'flaky'", { handling: { attempts: 2, delaySeconds: 0.1, retryOn: "any" } }),
      fallback: call("'missing'", { handling: { onFailure: "fallback", fallback: "instead" } }),
      script: { type: "code", config: { source: "console.log('here'); return { doubled: 21 * 2 };" } },
      event: { type: "emit-event", config: { name: "proof.passed", value: "told" } },
      child: { type: "call-workflow", config: { workflow: childId, input: { asked: true } } },
      signal: { type: "wait-for-signal" },
      nap: { type: "wait", config: { kind: "duration", amount: 0.05, unit: "seconds" } },
      rest: { type: "wait", config: { kind: "duration", amount: 0.4, unit: "seconds" } },
      last: call("'last'"),
      answer: { type: "respond", config: {} },
    },
    [
      "t > first > each > a > join.in1",
      "each > b > join.in2",
      "join > broken",
      "broken.error > repeat > machine > flaky > fallback > script > event > child > signal > nap > rest > last > answer",
      "draft.next1 > check",
      "check.next1 > done",
    ],
  );
  const childPlan = planFrom({ t: { type: "manual" }, inner: call("'inner'") }, ["t > inner"]);
  return {
    plan,
    input: { body: { items: [10, 11, 12] } },
    child: { workflowId: childId, plan: childPlan },
    // first, three of each, a, b, missing, two rounds, written, two of flaky, missing again, last
    effects: 14,
    signals: [
      { activation: "n_check:1", name: "signal/approved", value: { by: "the proof" } },
      { activation: "n_signal", name: "signal/", value: "go on" },
    ],
  };
}

/** A run that needs nobody: effects, a box, a second try, a short and a long wait. */
export function unattended(host: string): Pick<Scenario, "plan" | "input"> {
  const call = calls(host);
  const plan = planFrom(
    {
      t: { type: "webhook" },
      first: call("'first'"),
      each: { type: "each", config: { list: expr("trigger.body.items"), parallel: 2 } },
      call: call("string(item)", { parent: "each" }),
      flaky: call("'flaky'", { handling: { attempts: 5, delaySeconds: 0.1, retryOn: "any" } }),
      nap: { type: "wait", config: { kind: "duration", amount: 0.05, unit: "seconds" } },
      rest: { type: "wait", config: { kind: "duration", amount: 0.4, unit: "seconds" } },
      last: call("'last'"),
    },
    ["t > first > each > flaky > nap > rest > last"],
  );
  return { plan, input: { body: { items: [10, 11, 12] } } };
}
