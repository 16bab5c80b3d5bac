import type { NodeSketch } from "../../graph/graph-of.ts";
import type { JsonObject } from "../../json/json.ts";
import type { Case } from "./drawing-cases.ts";

const handled = (handling: JsonObject): NodeSketch => ({ handling });
const falling = (source: string) => handled({ onFailure: "fallback", fallback: { $expr: source } });

/** How steps meet failures, and what holds for all runs. */
export const settingsCases: Readonly<Record<string, Case>> = {
  // Handling
  "a time limit that is no number": {
    draw: "trigger > a",
    nodes: { a: handled({ timeoutSeconds: "long" }) },
    finds: ["config-invalid a.handling.timeoutSeconds"],
  },
  "a number of tries by a formula": {
    draw: "trigger > a",
    nodes: { a: handled({ attempts: { $expr: "2" } }) },
    finds: ["config-invalid a.handling.attempts"],
  },
  "handling that is not known": {
    draw: "trigger > a",
    nodes: { a: handled({ retries: 3 }) },
    finds: ["config-invalid a.handling.retries warning"],
    fixedTo: [],
  },
  "a failure to retry that does not exist": {
    draw: "trigger > a",
    nodes: { a: handled({ attempts: 2, retryOn: "chosen", retryCodes: "network, timeuot" }) },
    finds: ["config-invalid a.handling.retryCodes"],
  },
  "chosen failures of which there is none": {
    draw: "trigger > a",
    nodes: { a: handled({ attempts: 2, retryOn: "chosen", retryCodes: " , " }) },
    finds: ["field-missing a.handling.retryCodes"],
  },
  "what only holds for tries does not matter with one try": {
    draw: "trigger > a",
    nodes: { a: handled({ attempts: 1, retryOn: "chosen", delaySeconds: "soon" }) },
    finds: [],
  },
  "handling of a disabled step is judged mildly": {
    draw: "trigger > a",
    nodes: { a: { handling: { attempts: 99 }, disabled: true } },
    finds: ["config-invalid a.handling.attempts warning"],
  },
  "a trigger has no handling": { draw: "trigger > a", nodes: { trigger: handled({ attempts: 99 }) }, finds: [] },
  "an error port that was asked for": {
    draw: "trigger > plain > b, plain.error > c",
    nodes: { plain: handled({ onFailure: "port" }), c: { config: { value: { $expr: "input.message.size()" } } } },
    finds: [],
  },
  "a failure does not have what the step gives": {
    draw: "trigger > plain, plain.error > c",
    nodes: { plain: handled({ onFailure: "port" }), c: { config: { value: { $expr: "input.message + 1" } } } },
    finds: ["formula-type c.value"],
  },
  "an error port that is not asked for any more": {
    draw: "trigger > plain, plain.error > c",
    finds: ["port-unknown plain", "unreachable c warning"],
    fixedTo: ["unreachable c warning"],
  },
  "an error port beside the one that the type has": {
    draw: "trigger > a, a.error > b",
    nodes: { a: handled({ onFailure: "port" }) },
    finds: [],
  },
  "a fallback that reads a step that does not exist": {
    draw: "trigger > orders > b",
    nodes: { b: falling("steps.ordrs.value") },
    finds: ["reference-unknown b.handling.fallback"],
    fixedTo: [],
  },
  "a misspelt step inside the text of a fallback": {
    draw: "trigger > orders > b",
    nodes: { b: handled({ onFailure: "fallback", fallback: { $template: ["no ", { $expr: "steps.ordrs" }] } }) },
    finds: ["reference-unknown b.handling.fallback"],
    fixedTo: [],
  },
  "a fallback that cannot be read": {
    draw: "trigger > a",
    nodes: { a: falling("1 +") },
    finds: ["formula-invalid a.handling.fallback"],
  },
  "a fallback that is not used is not judged": {
    draw: "trigger > a",
    nodes: { a: handled({ onFailure: "stop", fallback: { $expr: "1 +" } }) },
    finds: [],
  },
  "what a step gives may be its fallback": {
    draw: "trigger > a > b",
    nodes: {
      a: { config: { value: 1 }, handling: { onFailure: "fallback", fallback: { value: "none" } } },
      b: { config: { value: { $expr: "steps.a.value + 1" } } },
    },
    finds: [],
  },

  // Settings of the workflow
  "a deadline that is no number": {
    draw: "trigger > a",
    settings: { deadlineSeconds: "soon" },
    finds: ["config-invalid -.settings.deadlineSeconds"],
  },
  "a setting of the workflow that is not known": {
    draw: "trigger > a",
    settings: { deadline: 5 },
    finds: ["config-invalid -.settings.deadline warning"],
    fixedTo: [],
  },
  "a key over the trigger": { draw: "trigger > a", settings: { dedupeKey: { $expr: "trigger.name" } }, finds: [] },
  "a key over a field that the trigger does not have": {
    draw: "trigger > a",
    settings: { dedupeKey: { $expr: "trigger.nmae" } },
    finds: ["formula-type -.settings.dedupeKey"],
  },
  "a key over steps, which have not run yet": {
    draw: "trigger > a",
    settings: { dedupeKey: { $template: ["key ", { $expr: "steps.a" }] } },
    finds: ["formula-invalid -.settings.dedupeKey"],
  },
  "a key that is the same for every run": {
    draw: "trigger > a",
    settings: { dedupeKey: "trigger.name" },
    finds: ["config-invalid -.settings.dedupeKey warning"],
  },
};
