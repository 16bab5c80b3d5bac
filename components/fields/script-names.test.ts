import { expect, it } from "vitest";
import type { Json } from "#core/json/json.ts";
import { isScriptSource, scriptNames } from "./script-names.ts";

it("knows the input, the console and every constant that has a name", () => {
  const values: readonly Json[] = [{ name: "rate", value: 1 }, { name: "" }, { value: 2 }, "odd"];
  expect(scriptNames({ values })).toEqual(["input", "console", "rate"]);
  expect(scriptNames({})).toEqual(["input", "console"]);
  expect(scriptNames({ values: { $expr: "input" } })).toEqual(["input", "console"]);
});

it("lets ways into the input through, and nothing that only a formula can read", () => {
  for (const source of ["input", "input.lines[0].price", 'input["a b"]']) expect(isScriptSource(source)).toBe(true);
  for (const source of ["steps.orders", "trigger.body", "item", "inputs"]) expect(isScriptSource(source)).toBe(false);
});
