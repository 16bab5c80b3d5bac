import { caps } from "../../caps.ts";
import type { NodeSketch } from "../../graph/graph-of.ts";
import type { Json } from "../../json/json.ts";
import type { Case } from "./drawing-cases.ts";

const reads = (source: string): NodeSketch => ({ config: { value: { $expr: source } } });
const withRaw = (value: Json): NodeSketch => ({ config: { value } });

/** What formulas read, and what they give. */
export const formulaCases: Readonly<Record<string, Case>> = {
  // References
  "a step that does not exist": {
    draw: "trigger > orders > b",
    nodes: { b: reads("steps.ordrs.value") },
    finds: ["reference-unknown b.value"],
    fixedTo: [],
  },
  "a misspelt step inside a text": {
    draw: "trigger > orders > b",
    nodes: { b: { config: { text: { $template: ["is ", { $expr: "steps.ordrs.value" }, "."] } } } },
    finds: ["reference-unknown b.text"],
    fixedTo: [],
  },
  "a step that comes later": {
    draw: "trigger > a > b",
    nodes: { a: reads("steps.b") },
    finds: ["reference-later a.value"],
  },
  "a step reading itself": { draw: "trigger > a", nodes: { a: reads("steps.a") }, finds: ["reference-later a.value"] },
  "a step on a branch beside": {
    draw: "trigger > a, trigger > b",
    nodes: { b: reads("steps.a") },
    finds: ["reference-later b.value"],
  },
  "a step inside a container, read from outside": {
    draw: "trigger > each > b, each{ a }",
    nodes: { b: reads("steps.a") },
    finds: ["reference-later b.value"],
  },
  "a step on one of two branches": {
    draw: "trigger > branch, branch.true > a > c, branch.false > c",
    nodes: { c: reads("steps.a") },
    finds: ["reference-maybe-absent c.value"],
    fixedTo: [],
  },
  "a step on one of two branches, in quotes": {
    draw: "trigger > branch, branch.true > a > c, branch.false > c",
    nodes: { c: reads('steps["a"]') },
    finds: ["reference-maybe-absent c.value"],
    fixedTo: [],
  },
  "a step behind one of two triggers": {
    draw: "trigger > a > c, timer > c",
    nodes: { c: reads("steps.a") },
    finds: ["reference-maybe-absent c.value"],
    fixedTo: [],
  },
  "a step that is on every way": {
    draw: "trigger > a > branch, branch.true > b > d, branch.false > c > d",
    nodes: { d: reads("steps.a"), b: reads("steps.branch") },
    finds: [],
  },
  "both arms of a fork are there where they meet": {
    draw: "trigger > plain > join.in1, trigger > plain2 > join.in2, join > d",
    nodes: { d: reads("[steps.plain, steps.plain2]") },
    finds: [],
  },
  "both arms of a fork inside a branch are there where they meet": {
    draw: "trigger > branch, branch.true > plain > join.in1, branch.true > plain2 > join.in2, join > d",
    nodes: { d: reads("[steps.plain, steps.plain2]") },
    finds: [],
  },
  "where two branches have met, what follows is certain": {
    draw: "trigger > branch, branch.true > plain > plain3, branch.false > plain2 > plain3, plain3 > join.in1, trigger > join.in2",
    nodes: { join: {}, plain3: {} },
    finds: [],
  },
  "a step inside a container reads steps before the container": {
    draw: "trigger > a > each, each{ b > c }",
    nodes: { c: reads("[steps.a, steps.b, item, index]") },
    finds: [],
  },
  "the result of a container reads the steps inside": {
    draw: "trigger > each, each{ plain > plain2 }",
    nodes: { each: { config: { result: { $expr: "steps.plain2" } } } },
    finds: [],
  },

  // Formulas
  "a formula that cannot be read": {
    draw: "trigger > a",
    nodes: { a: reads("1 +") },
    finds: ["formula-invalid a.value"],
  },
  "a name that is not there": {
    draw: "trigger > a",
    nodes: { a: reads("nothing + 1") },
    finds: ["formula-invalid a.value"],
  },
  "the name of a step without steps before it": {
    draw: "trigger > a > b",
    nodes: { b: reads("a.value") },
    finds: ["formula-invalid b.value"],
    fixedTo: [],
  },
  "item outside of a container": {
    draw: "trigger > a",
    nodes: { a: reads("item") },
    finds: ["formula-invalid a.value"],
  },
  "kinds that do not go together": {
    draw: "trigger > a",
    nodes: { a: reads("trigger.amount + trigger.name") },
    finds: ["formula-type a.value"],
  },
  "a field that is not there": {
    draw: "trigger > a",
    nodes: { a: reads("trigger.amuont") },
    finds: ["formula-type a.value"],
  },
  "a field of an item that is not there": {
    draw: "trigger > each, each{ a }",
    nodes: { each: { config: { list: { $expr: "trigger.lines" } } }, a: reads("item.prise") },
    finds: ["formula-type a.value"],
  },
  "a result that its field cannot take": {
    draw: "trigger > branch, branch.true > a",
    nodes: { branch: { config: { condition: { $expr: "trigger.name" } } } },
    finds: ["formula-type branch.condition"],
  },
  "a formula that is too long": {
    draw: "trigger > a",
    nodes: { a: reads(`"${"x".repeat(caps.expressionBytes)}"`) },
    finds: ["cap-exceeded a.value"],
  },
  "a fixed value is no formula": { draw: "trigger > a", nodes: { a: withRaw("steps.nothing") }, finds: [] },
};
