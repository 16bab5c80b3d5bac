import { describe, expect, it } from "vitest";
import { referencesOf } from "./references.ts";
import { renameStep } from "./rename-step.ts";

const read = (source: string) => referencesOf(source).steps.map(({ key, optional }) => (optional ? `${key}?` : key));

describe("referencesOf", () => {
  it.each<[string, string[]]>([
    ["1 + input.a", []],
    ["steps.a + steps.b.c", ["a", "b"]],
    ['steps["odd key"]', ["odd key"]],
    ["steps.?a.b", ["a?"]],
    ["has(steps.a)", ["a?"]],
    ["coalesce(steps.a.x, steps.b, 1)", ["a?", "b?"]],
    ["has(steps.a) ? steps.a.x : steps.a.y", ["a?", "a?", "a"]],
    ["!has(steps.a) ? 1 : steps.a", ["a?", "a?"]],
    ["has(steps.a.q) && steps.a.q > 1", ["a?", "a?"]],
    ["!has(steps.a) || steps.a.ok", ["a?", "a?"]],
    ["has(steps.a) || steps.a.ok", ["a?", "a"]],
    ["has(steps.a) ? steps.b : 1", ["a?", "b"]],
    ["input.map(x, steps.a[x])", ["a"]],
    ["input.map(steps, steps.a)", []],
    ["steps.a +", []],
  ])("%s", (source, keys) => expect(read(source)).toEqual(keys));

  it("says where a key stands and which names are read", () => {
    const source = "1 + steps . orders.total + item.x + vars.y";
    const { steps, names } = referencesOf(source);
    expect(steps.map(({ from, to }) => source.slice(from, to))).toEqual(["orders"]);
    expect([...names].sort()).toEqual(["item", "steps", "vars"]);
  });

  it("says when more than single steps of known keys are read", () => {
    expect(referencesOf("steps.a.b + steps['c'] + steps.?d.orValue(1)").wholeSteps).toBe(false);
    expect(referencesOf("input.steps").wholeSteps).toBe(false);
    expect(referencesOf("steps[input.key]").wholeSteps).toBe(true);
    expect(referencesOf("steps.a + size(steps)").wholeSteps).toBe(true);
  });
});

describe("renameStep", () => {
  it.each<[string, string]>([
    ["steps.old", "steps.fresh"],
    ["steps.old.old + steps.older + old", "steps.fresh.old + steps.older + old"],
    ["  steps . old   +  steps.?old.x ", "  steps . fresh   +  steps.?fresh.x "],
    ["steps['old'] + steps[?\"old\"]", 'steps["fresh"] + steps[?"fresh"]'],
    ["has(steps.old) ? steps.old : 'steps.old'", "has(steps.fresh) ? steps.fresh : 'steps.old'"],
    ["input.map(steps, steps.old) + steps.old", "input.map(steps, steps.old) + steps.fresh"],
    ["steps.old +", "steps.fresh +"],
    ["'steps.old", "'steps.old"],
    ["cel.bind(steps, steps.old, steps.old) + steps.old", "cel.bind(steps, steps.fresh, steps.old) + steps.fresh"],
    ["(steps).old + ((steps))['old'] + size(steps).old", '(steps).fresh + ((steps))["fresh"] + size(steps).old'],
    [
      "input.steps.old + input.?steps.old + true ? steps.old : 1",
      "input.steps.old + input.?steps.old + true ? steps.fresh : 1",
    ],
    ['r\'\\\' + steps.old + "\\"steps.old"', 'r\'\\\' + steps.fresh + "\\"steps.old"'],
    ["[steps.old, {'a': steps.old}].map(x, steps.old)", "[steps.fresh, {'a': steps.fresh}].map(x, steps.fresh)"],
    ["// about steps.old\nsteps.old", "// about steps.old\nsteps.fresh"],
  ])("%s", (source, renamed) => expect(renameStep(source, "old", "fresh")).toBe(renamed));
});
