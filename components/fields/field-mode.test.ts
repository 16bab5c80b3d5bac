import { expect, test } from "vitest";
import { z } from "zod";
import { field, itemFormula, list, template, value } from "#core/node-kit/field.ts";
import { formulaOf, modeOf, modesOf, toMode } from "./field-mode.ts";
import type { FieldSpec } from "./field-spec.ts";
import { fieldSpecsOf } from "./field-spec.ts";

const specs = fieldSpecsOf(
  z.object({
    url: field(template(), { title: "URL" }),
    count: field(z.number().default(5), { title: "Count" }),
    body: field(value(), { title: "Body" }),
    list: field(list(), { title: "List" }),
    by: field(itemFormula(), { title: "By" }),
    kind: field(z.enum(["a", "b"]), { title: "Kind" }),
  }),
);
const spec = (name: string) => specs.find((each) => each.name === name) as FieldSpec;

test("each control offers the ways in which it can be filled", () => {
  expect(modesOf(spec("url"))).toEqual(["text", "formula"]);
  expect(modesOf(spec("count"))).toEqual(["fixed", "formula"]);
  expect(modesOf(spec("body"))).toEqual(["fixed", "text", "formula"]);
  expect(modesOf(spec("by"))).toEqual(["formula"]);
  expect(modesOf(spec("kind"))).toEqual(["fixed"]);
});

test("the tag of the raw value decides the mode", () => {
  expect(modeOf(spec("url"), "https://x")).toBe("text");
  expect(modeOf(spec("url"), { $expr: "input" })).toBe("formula");
  expect(modeOf(spec("list"), undefined)).toBe("formula");
  expect(modeOf(spec("list"), [1])).toBe("fixed");
  expect(modeOf(spec("list"), null)).toBe("formula");
  expect(modeOf(spec("body"), null)).toBe("fixed");
});

test("changing the mode keeps the value where it can", () => {
  expect(toMode(spec("count"), 7, "formula")).toEqual({ $expr: "7" });
  expect(toMode(spec("count"), { $expr: "7" }, "fixed")).toBe(7);
  expect(toMode(spec("count"), { $expr: "input.n" }, "fixed")).toBe(5);
  expect(toMode(spec("url"), { $expr: "input.url" }, "text")).toEqual({ $template: [{ $expr: "input.url" }] });
  expect(toMode(spec("url"), { $template: [{ $expr: "input.url" }] }, "formula")).toEqual({ $expr: "input.url" });
});

test("a text with values becomes a formula that joins the same parts", () => {
  expect(formulaOf({ $template: ["a ", { $expr: "x.n" }, "!"] })).toBe('"a " + string(x.n) + "!"');
});
