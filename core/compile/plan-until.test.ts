import { expect, it } from "vitest";
import { graphOf, nodeIdOf, type Sketch } from "../graph/graph-of.ts";
import { compile } from "./compile.ts";
import type { Plan } from "./plan.ts";
import { planUntil } from "./plan-until.ts";
import { tinyRegistry } from "./testing/tiny-registry.ts";

function planOf(draw: string, nodes: Sketch["nodes"] = {}): Plan {
  const { plan, problems } = compile(graphOf(draw, { types: tinyRegistry, nodes }), tinyRegistry);
  if (!plan) throw new Error(JSON.stringify(problems));
  return plan;
}

function until(draw: string, key: string, nodes: Sketch["nodes"] = {}): Plan {
  const plan = planUntil(planOf(draw, nodes), nodeIdOf(key));
  if (!plan) throw new Error(`${key} is not in the plan.`);
  const ids = new Set(plan.nodes.map((node) => node.id));
  for (const node of plan.nodes) if (node.parent !== null) expect(ids).toContain(node.parent);
  for (const edge of plan.edges) expect(ids.has(edge.source) && ids.has(edge.target)).toBe(true);
  return plan;
}

const keysOf = (plan: Plan) => plan.nodes.map((node) => node.key).sort();
const back = { config: { transitions: [{ name: "on" }, { name: "back" }, { name: "done" }] } };

it.each([
  ["a step with all branches that lead to it", "trigger > a > b > c, trigger > d > b, d > e", "b", "a b d trigger"],
  [
    "only the step and the triggers where nothing else leads to it",
    "trigger > a > b, timer > c",
    "a",
    "a timer trigger",
  ],
  ["a container with all that it holds", "trigger > each > c, each{ a > b }", "each", "a b each trigger"],
  ["containers before it with all that they hold", "trigger > each > c > d, each{ a > b }", "c", "a b c each trigger"],
  [
    "in a container only what leads to it",
    "trigger > d > each > e, each{ a > b > c, a > f }",
    "b",
    "a b d each trigger",
  ],
  [
    "in containers within one another only what leads to it",
    "trigger > each, each{ a > repeat > c, d > repeat }, repeat{ b > e }",
    "b",
    "a b d each repeat trigger",
  ],
  [
    "the states through which a machine comes to it, and none after it",
    "trigger > states, states{ state1 > state2, state2.on > state3, state2.back > state1 }, state1{ a }, state2{ b > c }",
    "b",
    "a b state1 state2 states trigger",
  ],
])("keeps %s", (_, draw, key, kept) => {
  const machine: Sketch["nodes"] = { state1: { config: { initial: true } }, state2: back };
  const nodes = draw.includes("state2.on") ? machine : {};
  expect(keysOf(until(draw, key, nodes)).join(" ")).toBe(kept);
});

it("knows no step that the plan does not have", () => {
  expect(planUntil(planOf("trigger > a, b"), nodeIdOf("b"))).toBeNull();
});

it("containers around the step end after it, without the formulas that read what is left out", () => {
  const result = { $expr: "steps.plain2" };
  const each = until("trigger > each, each{ plain > plain2 }", "plain", { each: { config: { list: [1], result } } });
  expect(each.nodes.find((node) => node.key === "each")?.config).toEqual({ list: [1], result: null });
  const condition = { $expr: "steps.plain2.value > 3" };
  const repeat = until("trigger > repeat, repeat{ plain > plain2 }", "plain", {
    repeat: { config: { condition, result } },
  });
  expect(repeat.nodes.find((node) => node.key === "repeat")?.config).toEqual({
    mode: "until",
    condition: { $expr: "true" },
    result: null,
  });
  const states = until("trigger > states, states{ state1 }, state1{ plain > plain2 }", "plain", {
    state1: { config: { transitions: [{ name: "on", condition: { $expr: "steps.plain2.value == 1" } }] } },
  });
  expect(states.nodes.find((node) => node.key === "state1")?.config).toEqual({ initial: true, transitions: [] });
});

it("leaves the container itself, and those before it, as they are", () => {
  const result = { $expr: "steps.a" };
  const nodes = { each: { config: { list: [1], result } } };
  for (const key of ["each", "c"]) {
    const plan = until("trigger > each > c, each{ a }", key, nodes);
    expect(plan.nodes.find((node) => node.key === "each")?.config).toEqual({ list: [1], result });
  }
});
