import { expect, test } from "vitest";
import { z } from "zod";
import { field, itemFormula, list, rows, template, value } from "#core/node-kit/field.ts";
import { emptyRow, fieldSpecsOf, isFieldVisible, withDefaults } from "./field-spec.ts";

const schema = z.object({
  method: field(z.enum(["GET", "POST"]).default("GET"), { title: "Method" }),
  url: field(template(), { title: "URL" }),
  body: field(value().nullable().default(null), { title: "Body", visibleWhen: (config) => config.method !== "GET" }),
  list: field(list().default({ $expr: "input" } as never), { title: "List" }),
  parallel: field(z.number().int().min(1).max(20).default(1), { title: "Parallel" }),
  by: field(itemFormula(), { title: "By" }),
  fields: field(
    rows(z.object({ name: field(z.string(), { title: "Name" }), value: field(value(), { title: "Value" }) })),
    {
      title: "Fields",
    },
  ),
  internal: z.string().optional(),
});

const specs = fieldSpecsOf(schema);
const spec = (name: string) => specs.find((each) => each.name === name);

test("fields come in the order of the schema and without those that have no meta", () => {
  expect(specs.map((each) => each.name)).toEqual(["method", "url", "body", "list", "parallel", "by", "fields"]);
});

test("a field without a default is required, one with a default is not", () => {
  expect(spec("url")?.required).toBe(true);
  expect(spec("method")?.required).toBe(false);
  expect(spec("body")?.required).toBe(false);
});

test("defaults fill only what is missing, tagged ones too", () => {
  expect(withDefaults(specs, { method: "POST" })).toMatchObject({
    method: "POST",
    body: null,
    list: { $expr: "input" },
  });
});

test("visibility follows the settings", () => {
  const body = spec("body");
  expect(body && isFieldVisible(body, { method: "GET" })).toBe(false);
  expect(body && isFieldVisible(body, { method: "POST" })).toBe(true);
});

test("numbers know their bounds, choices their values, rows their fields", () => {
  expect(spec("parallel")?.bounds).toEqual({ whole: true, min: 1, max: 20 });
  expect(spec("method")?.choices).toEqual(["GET", "POST"]);
  expect(emptyRow(spec("fields")?.row ?? [])).toEqual({ name: "", value: "" });
});
