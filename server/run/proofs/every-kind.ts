import type { Plan } from "#core/compile/plan.ts";
import type { Json } from "#core/json/json.ts";
import { expr, type NodeSketch, planFrom } from "../testing/plans.ts";

/** A run that a proof disturbs, and how often it asks the world for something. */
export type Scenario = { readonly plan: Plan; readonly input: Json; readonly effects: number };

/**
 * A run through everything that the driver does differently: pure steps, effects one after the other and side by side,
 * a container, a failure that is caught, a file, a short and a long wait, an answer.
 *
 *     t > first > each[ call ] > both a and b > join > broken .error > rest > wait > answer
 */
export function everyKind(host: string): Scenario {
  const call = (path: string, more: Partial<NodeSketch> = {}): NodeSketch => ({
    type: "http-request",
    config: { method: "POST", url: { $template: [`http://${host}/`, expr(path)] } },
    ...more,
  });
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
      broken: call("'missing'"),
      rest: { type: "set-fields", config: { keep: false, fields: [{ name: "items", value: expr("steps.each") }] } },
      nap: { type: "wait", config: { kind: "duration", amount: 0.05, unit: "seconds" } },
      rest2: { type: "wait", config: { kind: "duration", amount: 0.4, unit: "seconds" } },
      last: call("'last'"),
      answer: { type: "respond", config: {} },
    },
    [
      "t > first > each > a > join.in1",
      "each > b > join.in2",
      "join > broken",
      "broken.error > rest > nap > rest2 > last > answer",
    ],
  );
  return { plan, input: { body: { items: [10, 11, 12] } }, effects: 8 };
}
