import type { NodeSketch } from "../../graph/graph-of.ts";
import type { Json } from "../../json/json.ts";
import type { Case } from "./drawing-cases.ts";

const reads = (source: string): NodeSketch => ({ config: { value: { $expr: source } } });
const first: NodeSketch = { config: { initial: true } };
/** A state with these ports. */
const leaving = (...names: readonly string[]): NodeSketch => ({
  config: { transitions: names.map((name) => ({ name })) },
});
const when = (source: string): NodeSketch => ({
  config: { transitions: [{ name: "out", condition: { $expr: source } }] },
});
const listing = (list: Json): NodeSketch => ({ config: { list } });

/** Loops and state machines. */
export const containerCases: Readonly<Record<string, Case>> = {
  // For each
  "an each over a text": {
    draw: "trigger > each, each{ a }",
    nodes: { each: listing({ $expr: "trigger.name" }) },
    finds: ["formula-type each.list"],
  },
  "an each over a text with values in it": {
    draw: "trigger > each, each{ a }",
    nodes: { each: listing({ $template: ["1, 2, ", { $expr: "trigger.amount" }, { $expr: "trigger.name" }] }) },
    finds: ["formula-type each.list"],
  },
  "an each over a fixed number": {
    draw: "trigger > each, each{ a }",
    nodes: { each: listing(5) },
    finds: ["config-invalid each.list"],
  },
  "an each over what a step gives that is no list": {
    draw: "trigger > a > each, each{ b }",
    nodes: { each: listing({ $expr: "steps.a" }) },
    finds: ["formula-type each.list"],
  },
  "an each over something unknown is left to the run": {
    draw: "timer > each, each{ b }",
    nodes: { each: listing({ $expr: "trigger.what" }) },
    finds: [],
  },

  // Repeat
  "an empty repeat": { draw: "trigger > repeat", finds: ["container-empty repeat"] },
  "until something that a step inside gives": {
    draw: "trigger > repeat, repeat{ a }",
    nodes: { repeat: { config: { mode: "until", condition: { $expr: "steps.a.value == 3" } } } },
    finds: [],
  },
  "while something that a step inside gives, which has not run before the first round": {
    draw: "trigger > repeat, repeat{ a }",
    nodes: { repeat: { config: { mode: "while", condition: { $expr: "steps.a.value == 3" } } } },
    finds: ["reference-later repeat.condition"],
  },
  "what the rounds leave behind is known in their condition and in the next round": {
    draw: "trigger > plain0 > repeat, repeat{ plain }",
    nodes: {
      plain0: reads("1"),
      plain: reads("item.value + input.value + index"),
      repeat: { config: { condition: { $expr: "item.value > 10" } } },
    },
    finds: [],
  },
  "what no round leaves behind": {
    draw: "trigger > plain0 > repeat, repeat{ plain }",
    nodes: { plain0: reads("1"), plain: reads("item.valeu") },
    finds: ["formula-type plain.value"],
  },
  "a step inside a repeat, read from outside": {
    draw: "trigger > repeat > b, repeat{ a }",
    nodes: { b: reads("steps.a") },
    finds: ["reference-later b.value"],
  },
  "rounds inside rounds": {
    draw: "trigger > repeat, repeat{ repeat2, repeat2{ a } }",
    nodes: { a: reads("item.x") },
    finds: [],
  },

  // State machines
  "states one after the other, the last without transitions": {
    draw: "trigger > states > a, states{ state1 > state2 }",
    nodes: { state2: leaving(), a: reads("steps.states.state") },
    finds: [],
  },
  "a port of a state that leads nowhere is an end": { draw: "trigger > states, states{ state1 > state2 }", finds: [] },
  "an empty machine": { draw: "trigger > states", finds: ["container-empty states"] },
  "states that lead back to one another, with a way out": {
    draw: "trigger > states, states{ state1 > state2, state2.back > state1, state2.stay > state2 }",
    nodes: { state1: first, state2: leaving("back", "stay", "done") },
    finds: [],
  },
  "a state machine without an end": {
    draw: "trigger > states, states{ state1 > state2 > state1 }",
    nodes: { state1: first },
    finds: ["states-endless states"],
  },
  "a state that only leads to itself": {
    draw: "trigger > states, states{ state1 > state1 }",
    finds: ["states-endless states"],
  },
  "an end that the machine cannot come to is none": {
    draw: "trigger > states, states{ state1 > state2 > state1, state3 }",
    nodes: { state1: first },
    finds: ["states-endless states", "unreachable state3 warning"],
  },
  "a failure is no end": {
    draw: "trigger > states, states{ state1 > state1 }",
    nodes: { state1: { handling: { onFailure: "port" } } },
    finds: ["states-endless states"],
  },
  "a circle of states of which none is the first": {
    draw: "trigger > states, states{ state1 > state2, state2.back > state1 }",
    nodes: { state2: leaving("back", "done") },
    finds: ["states-initial states"],
    fixedTo: [],
  },
  "several states that nothing leads to": {
    draw: "trigger > states, states{ state1 > state3, state2 > state3 }",
    finds: ["states-initial states"],
    fixedTo: ["unreachable state2 warning"],
  },
  "two states that are both the first": {
    draw: "trigger > states, states{ state1 > state2 }",
    nodes: { state1: first, state2: first },
    finds: ["states-initial state2.initial"],
    fixedTo: [],
  },
  "one transition to two states": {
    draw: "trigger > states, states{ state1 > state2, state1 > state3 }",
    nodes: { state1: first },
    finds: ["states-fork state1"],
    fixedTo: ["unreachable state3 warning"],
  },
  "a step among states": {
    draw: "trigger > states, states{ state1, a }",
    finds: ["container-crossed a warning", "unreachable a warning"],
    fixedTo: ["unreachable a warning"],
  },
  "a state outside of a machine": {
    draw: "trigger > state1, state1{ a }",
    finds: ["container-crossed state1"],
  },
  "a state inside a loop": {
    draw: "trigger > each, each{ state1 }",
    finds: ["container-crossed state1 warning", "container-empty each", "unreachable state1 warning"],
  },
  "a state that nothing leads to": {
    draw: "trigger > states, states{ state1 > state2, state3 > state2 }",
    nodes: { state1: first },
    finds: ["unreachable state3 warning"],
  },
  "a disabled state passes on by its first transition": {
    draw: "trigger > states, states{ state1.go > state2, state1.stop > state3 }",
    nodes: { state1: { config: { ...leaving("go", "stop").config, initial: true }, disabled: true } },

    finds: ["unreachable state3 warning"],
  },
  "a circle inside a state is none of transitions": {
    draw: "trigger > states, states{ state1 }, state1{ a > b, b.error > a }",
    finds: ["cycle a"],
    fixedTo: [],
  },
  "a transition across the border of a state": {
    draw: "trigger > states, states{ state1 }, state1{ a }, state1 > a",
    finds: ["container-crossed a"],
    fixedTo: [],
  },
  "a body of a state reads what is before the machine": {
    draw: "trigger > a > states, states{ state1 }, state1{ plain > plain2 }",
    nodes: { plain2: reads("[steps.a, steps.plain, input]") },
    finds: [],
  },
  "a transition reads what its own steps give": {
    draw: "trigger > states, states{ state1 }, state1{ plain }",
    nodes: { state1: when("steps.plain.value == 1 && input.value == 1"), plain: reads("1") },
    finds: [],
  },
  "a transition reads a field that its steps do not give": {
    draw: "trigger > states, states{ state1 }, state1{ plain }",
    nodes: { state1: when("input.valeu == 1"), plain: reads("1") },
    finds: ["formula-type state1.transitions.0.condition"],
  },
  "a state reads another, which need not have been there": {
    draw: "trigger > states, states{ state1 > state2 }, state2{ a }",
    nodes: { a: reads("steps.state1") },
    finds: ["reference-maybe-absent a.value"],
    fixedTo: [],
  },
  "a state may read what it gave the last time": {
    draw: "trigger > states, states{ state1 }, state1{ a }",
    nodes: { a: reads("steps.?state1") },
    finds: [],
  },
  "a step inside another state": {
    draw: "trigger > states, states{ state1 > state2 }, state1{ a }, state2{ b }",
    nodes: { b: reads("steps.a") },
    finds: ["reference-later b.value"],
  },
  "a state, read from outside of the machine": {
    draw: "trigger > states > a, states{ state1 }",
    nodes: { a: reads("steps.state1") },
    finds: ["reference-later a.value"],
  },
};
