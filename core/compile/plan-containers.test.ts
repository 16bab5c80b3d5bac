import { describe, expect, it } from "vitest";
import { graphOf, nodeIdOf, type Sketch } from "../graph/graph-of.ts";
import { numberShape, objectShape } from "../json/shape.ts";
import { compile } from "./compile.ts";
import type { Plan } from "./plan.ts";
import { scopeShapeOf } from "./scope-shape.ts";
import { tinyRegistry } from "./testing/tiny-registry.ts";

function planOf(draw: string, nodes: Sketch["nodes"] = {}): Plan {
  const { plan, problems } = compile(graphOf(draw, { types: tinyRegistry, nodes }), tinyRegistry);
  if (!plan) throw new Error(JSON.stringify(problems));
  return plan;
}

const drawn = (plan: Plan) => {
  const keyOf = new Map(plan.nodes.map((node) => [node.id, node.key]));
  return plan.edges.map((edge) => `${keyOf.get(edge.source)}.${edge.sourcePort}>${keyOf.get(edge.target)}`);
};

describe("containers in a plan", () => {
  it("have the kind by which the scheduler runs them, and come before what they hold", () => {
    const plan = planOf("trigger > each > repeat > states, each{ a }, repeat{ b }, states{ state1 }, state1{ c }");
    expect(plan.nodes.map(({ key, kind }) => `${key} ${kind}`)).toEqual([
      "trigger trigger",
      "each each",
      "a step",
      "repeat repeat",
      "b step",
      "states states",
      "state1 state",
      "c step",
    ]);
  });

  it("a machine has its states from the first one outwards, with all transitions, and says which is the first", () => {
    const names = (...all: string[]) => ({ config: { transitions: all.map((name) => ({ name })) } });
    const plan = planOf("trigger > states, states{ state3.on > state1, state1.on > state2, state2.back > state1 }", {
      state3: names("on"),
      state1: names("on"),
      state2: names("back", "done"),
    });
    const states = plan.nodes.filter((node) => node.kind === "state");
    expect(states.map((node) => node.key)).toEqual(["state3", "state1", "state2"]);
    expect(states.map((node) => node.config.initial)).toEqual([true, false, false]);
    expect(new Set(drawn(plan))).toEqual(
      new Set(["trigger.out>states", "state3.on>state1", "state1.on>state2", "state2.back>state1"]),
    );
  });

  it("a state that the machine cannot come to is not in the plan, nor is what it holds", () => {
    const plan = planOf("trigger > states, states{ state1 > state2, state3 > state2 }, state3{ a }", {
      state1: { config: { initial: true } },
    });
    expect(plan.nodes.map((node) => node.key)).toEqual(["trigger", "states", "state1", "state2"]);
  });
});

describe("what formulas see inside containers", () => {
  const scopeAt = (
    draw: string,
    key: string,
    more: { nodes?: Sketch["nodes"]; mode?: "item"; field?: string } = {},
  ) => {
    const { nodes = {}, ...rest } = more;
    const graph = graphOf(draw, { types: tinyRegistry, nodes });
    const shape = scopeShapeOf({ graph, registry: tinyRegistry, nodeId: nodeIdOf(key), ...rest });
    if (shape.kind !== "object") throw new Error("A scope is an object.");
    return shape.fields;
  };
  const counting = { plain0: { config: { value: 1 } }, plain: { config: { value: { $expr: "item.value + 1" } } } };

  it("in a repeat what arrived or the round before gave", () => {
    const draw = "trigger > plain0 > repeat, repeat{ plain }";
    const { item, input, index } = scopeAt(draw, "plain", { nodes: counting });
    expect([item, input, index]).toEqual([
      objectShape({ value: numberShape }),
      objectShape({ value: numberShape }),
      numberShape,
    ]);
    const seen = scopeAt(draw, "repeat", { nodes: counting, mode: "item", field: "condition" });
    expect(seen.item).toEqual(objectShape({ value: numberShape }));
    expect(seen.steps).toMatchObject({ fields: { plain: {}, plain0: {} } });
    const before = { ...counting, repeat: { config: { mode: "while" } } };
    const first = scopeAt(draw, "repeat", { nodes: before, mode: "item", field: "condition" });
    expect(Object.keys(first.steps?.kind === "object" ? first.steps.fields : {})).toEqual(["trigger", "plain0"]);
  });

  it("in a state the others as optional, in its transitions its own steps and what they leave behind", () => {
    const draw = "trigger > states, states{ state1 > state2 }, state2{ plain }";
    const nodes = { plain: { config: { value: 1 } } };
    const inside = scopeAt(draw, "plain", { nodes });
    expect(inside.steps).toMatchObject({ optional: ["state1", "state2"] });
    const leaving = scopeAt(draw, "state2", { nodes, field: "transitions.0.condition" });
    expect(leaving.input).toEqual(objectShape({ value: numberShape }));
    expect(leaving.steps).toMatchObject({ fields: { plain: {} }, optional: ["state1", "state2"] });
    const failing = scopeAt(draw, "state2", { nodes, field: "handling.fallback" });
    expect(Object.keys(failing.steps?.kind === "object" ? failing.steps.fields : {})).not.toContain("plain");
  });
});
