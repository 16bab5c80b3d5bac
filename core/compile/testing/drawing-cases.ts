import type { NodeSketch } from "../../graph/graph-of.ts";
import type { JsonObject } from "../../json/json.ts";

/** A small drawing and what compiling finds in it. */
export type Case = {
  readonly draw: string;
  readonly nodes?: Readonly<Record<string, NodeSketch>>;
  /** Every problem, as `code key severity`, the severity only when it is a warning. */
  readonly finds: readonly string[];
  /** Settings of the workflow. */
  readonly settings?: JsonObject;
  /** The problem's quick fix leads to a graph with these problems. */
  readonly fixedTo?: readonly string[];
};

/** Triggers, types, settings, keys, connections, containers, circles. */
export const drawingCases: Readonly<Record<string, Case>> = {
  "a straight line compiles": { draw: "trigger > a > b", finds: [] },

  // Triggers
  "a drawing without trigger": { draw: "a > b", finds: ["trigger-missing -"] },
  "a disabled trigger starts nothing": {
    draw: "trigger > a",
    nodes: { trigger: { disabled: true } },
    finds: ["trigger-missing -"],
    fixedTo: [],
  },
  "two triggers of one kind": {
    draw: "trigger > a, trigger2 > b",
    finds: ["trigger-duplicate trigger2"],
    fixedTo: ["unreachable b warning"],
  },
  "two triggers of different kinds are right": { draw: "trigger > a, timer > a", finds: [] },

  // Types
  "a type that nobody knows": {
    draw: "trigger > a > b",
    nodes: { a: { type: "stpe" } },
    finds: ["type-unknown a"],
    fixedTo: [],
  },
  "a type of a newer version": {
    draw: "trigger > a",
    nodes: { a: { version: 3 } },
    finds: ["type-newer a"],
    fixedTo: [],
  },
  "settings of an older version are migrated": {
    draw: "trigger > a",
    nodes: { a: { version: 1, config: { old: 5 } } },
    finds: [],
  },

  // Settings
  "a setting that does not fit": {
    draw: "trigger > a",
    nodes: { a: { config: { limit: 10 } } },
    finds: ["config-invalid a.limit"],
  },
  "a setting that is missing": { draw: "trigger > needy", finds: ["field-missing needy.url"] },
  "a setting that is not known": {
    draw: "trigger > a",
    nodes: { a: { config: { colour: "red" } } },
    finds: ["config-invalid a.colour warning"],
    fixedTo: [],
  },

  // Keys
  "a key that formulas cannot say": {
    draw: "trigger > a",
    nodes: { a: { key: "a-b", title: "Fetch it" } as NodeSketch },
    finds: ["key-invalid a-b"],
    fixedTo: [],
  },
  "a key twice": {
    draw: "trigger > a > b",
    nodes: { b: { key: "a" } as NodeSketch },
    finds: ["key-duplicate a"],
    fixedTo: [],
  },

  // Ports and edges
  "an output that is not there": {
    draw: "trigger > branch, branch.maybe > a",
    finds: ["port-unknown branch", "unreachable a warning"],
    fixedTo: ["unreachable a warning"],
  },
  "an input that is not there": { draw: "trigger > a.in7", finds: ["port-unknown trigger", "unreachable a warning"] },
  "an edge into a trigger": { draw: "trigger > a, a.error > timer", finds: ["port-unknown a"], fixedTo: [] },

  // Containers
  "an edge across the border of a container": {
    draw: "trigger > each, each{ a }, a > b",
    finds: ["container-crossed b", "unreachable b warning"],
    fixedTo: ["unreachable b warning"],
  },
  "a trigger inside a container": {
    draw: "trigger > each, each{ a, timer }",
    finds: ["container-crossed timer"],
    fixedTo: [],
  },
  "a step inside something that is no container": {
    draw: "trigger > a, a{ b }",
    finds: ["container-crossed b warning", "unreachable b warning"],
    fixedTo: ["unreachable b warning"],
  },
  "an empty container": { draw: "trigger > each", finds: ["container-empty each"] },

  // Circles and what nothing leads to
  "steps that wait for one another": {
    draw: "trigger > a > b > c, b.error > a",
    finds: ["cycle a"],
    fixedTo: [],
  },
  "a step that waits for itself": { draw: "trigger > a, a.error > a", finds: ["cycle a"], fixedTo: [] },
  "a step that nothing leads to": { draw: "trigger > a, b", finds: ["unreachable b warning"] },
  "what is wrong with a step that nothing leads to is a warning": {
    draw: "trigger > a, needy",
    finds: ["field-missing needy.url warning", "unreachable needy warning"],
  },
  "what is wrong with a disabled step is a warning": {
    draw: "trigger > needy",
    nodes: { needy: { disabled: true } },
    finds: ["field-missing needy.url warning"],
  },
  "a disabled step passes on by its first port only": {
    draw: "trigger > branch, branch.true > a, branch.false > b",
    nodes: { branch: { disabled: true } },
    finds: ["unreachable b warning"],
  },
  "a disabled container does not run what it holds": {
    draw: "trigger > each > a, each{ needy }",
    nodes: { each: { disabled: true } },
    finds: ["field-missing needy.url warning"],
  },

  // Several values at one input
  "two values at one input": {
    draw: "trigger > plain > c, trigger > plain2 > c",
    finds: ["input-ambiguous c warning"],
  },
  "branches that rejoin bring one value": {
    draw: "trigger > branch, branch.true > a > c, branch.false > b > c",
    finds: [],
  },
  "a value and an error of one step bring one value": { draw: "trigger > a > c, a.error > c", finds: [] },
  "a join takes one value on each input": {
    draw: "trigger > plain > join.in1, trigger > plain2 > join.in2",
    finds: [],
  },
};
