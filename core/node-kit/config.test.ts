import { describe, expect, it } from "vitest";
import * as z from "zod";
import type { JsonObject } from "../json/json.ts";
import { defineNode } from "./define-node.ts";
import { evaluateConfig } from "./evaluate-config.ts";
import { field, itemFormula, list, longTemplate, nameText, rows, template, value, withFormula } from "./field.ts";
import { formulasIn } from "./formulas-in.ts";
import { emit, FailureError } from "./outcome.ts";
import { parseConfig } from "./parse-config.ts";

const row = z.object({
  name: field(nameText(), { title: "Name" }),
  value: field(value().nullable().default(null), { title: "Value" }),
  note: field(longTemplate().default(""), { title: "Note", visibleWhen: (own) => own.name === "noted" }),
});

const sample = defineNode({
  type: "sample",
  version: 1,
  title: "Sample",
  summary: "For tests.",
  docs: "",
  category: "logic",
  icon: "circle",
  config: z.object({
    method: field(z.enum(["GET", "POST"]).default("GET"), { title: "Method" }),
    url: field(template({ filled: true }), { title: "URL" }),
    body: field(value().nullable().default(null), { title: "Body", visibleWhen: (config) => config.method === "POST" }),
    limit: field(z.number().int().min(1).max(9).default(3), { title: "Limit" }),
    list: field(withFormula(list(), "input"), { title: "List" }),
    by: field(itemFormula().nullable().default(null), { title: "By" }),
    fields: field(rows(row).default([]), { title: "Fields", rowName: "field" }),
  }),
  run: () => emit("out", null),
});

const parse = (raw: JsonObject) => parseConfig(sample, raw);
const url = "https://example.com";

function evaluate(raw: JsonObject, scope: JsonObject = { input: [] }) {
  return evaluateConfig(sample, parse(raw).config, scope);
}

function valuesOf(raw: JsonObject, scope?: JsonObject) {
  const result = evaluate(raw, scope);
  if (!result.ok) throw new Error(result.failure.message);
  return result.config;
}

function failureOf(raw: JsonObject, scope?: JsonObject) {
  const result = evaluate(raw, scope);
  return result.ok ? null : result.failure;
}

describe("parseConfig", () => {
  it("fills in defaults and leaves formulas as they are", () => {
    const { config, issues } = parse({ url: { $template: ["https://", { $expr: "input" }] }, fields: [{ name: "a" }] });
    expect(issues).toEqual([]);
    expect(config).toMatchObject({ method: "GET", body: null, limit: 3, list: { $expr: "input" }, by: null });
    expect(config.url).toEqual({ $template: ["https://", { $expr: "input" }] });
    expect(config.fields).toEqual([{ name: "a", value: null, note: "" }]);
  });

  it.each<[string, JsonObject, string, string, string]>([
    ["a missing field", {}, "url", "missing", "“URL” is missing. Fill it in."],
    ["an empty text", { url: "" }, "url", "missing", "“URL” is missing. Fill it in."],
    ["an empty template", { url: { $template: [""] } }, "url", "missing", "“URL” is missing. Fill it in."],
    ["a wrong type", { url: [1] }, "url", "invalid", "“URL”: This must be text."],
    [
      "a choice that does not exist",
      { url, method: "PUT" },
      "method",
      "invalid",
      "“Method”: This must be one of GET, POST.",
    ],
    ["a number out of range", { url, limit: 10 }, "limit", "invalid", "“Limit”: This must be at most 9."],
    [
      "a formula in a fixed field",
      { url, method: { $expr: "'GET'" } },
      "method",
      "formula-not-allowed",
      "“Method” takes a fixed value only. Replace the formula by a value.",
    ],
    [
      "a formula in a row's fixed field",
      { url, fields: [{ name: { $expr: "1" } }] },
      "fields.0.name",
      "formula-not-allowed",
      "“Name” of field 1 takes a fixed value only. Replace the formula by a value.",
    ],
    [
      "a missing field in a row",
      { url, fields: [{ name: "a" }, {}] },
      "fields.1.name",
      "missing",
      "“Name” of field 2 is missing. Fill it in.",
    ],
    [
      "a row that is none",
      { url, fields: [1] },
      "fields.0",
      "invalid",
      "“Fields”: field 1 is not an object. Remove it and add it again.",
    ],
    ["rows that are none", { url, fields: 1 }, "fields", "invalid", "“Fields”: This must be a list."],
    ["an unknown field", { url, ulr: "x" }, "ulr", "unknown-field", 'There is no setting named "ulr" here. Remove it.'],
    [
      "a broken template",
      { url: { $template: [1] } },
      "url",
      "invalid",
      "“URL” holds a formula that cannot be read. Write it again.",
    ],
  ])("%s is told with the field's title", (_name, raw, path, code, message) => {
    expect(parse(raw).issues).toEqual([{ field: path, code, message }]);
  });

  it("does not check what visibleWhen hides, in the step and in a row", () => {
    expect(parse({ url, body: { $template: [1] } }).issues).toEqual([]);
    expect(parse({ url, method: "POST", body: { $template: [1] } }).issues).toHaveLength(1);
    expect(parse({ url, fields: [{ name: "a", note: 5 }] }).issues).toEqual([]);
    expect(parse({ url, fields: [{ name: "noted", note: 5 }] }).issues).toHaveLength(1);
  });

  it("finds every formula with its path, those of hidden fields left out", () => {
    const { config } = parse({
      url: { $template: ["a", { $expr: "u" }, { $expr: "v" }] },
      body: { $expr: "hidden" },
      by: { $expr: "item.x" },
      fields: [
        { name: "a", value: { $expr: "f" } },
        { name: "noted", note: { $template: [{ $expr: "n" }] } },
      ],
    });
    expect(formulasIn(sample, config)).toEqual([
      { field: "url", source: "u", mode: "open", part: 1 },
      { field: "url", source: "v", mode: "open", part: 2 },
      { field: "list", source: "input", mode: "open" },
      { field: "by", source: "item.x", mode: "item" },
      { field: "fields.0.value", source: "f", mode: "open" },
      { field: "fields.1.note", source: "n", mode: "open", part: 0 },
    ]);
  });
});

describe("evaluateConfig", () => {
  it("evaluates formulas, templates and rows, and makes functions of item formulas", () => {
    const raw: JsonObject = {
      url: { $template: [url, "/", { $expr: "input.size()" }] },
      limit: { $expr: "1 + 1" },
      by: { $expr: "item.n * 10 + index" },
      fields: [
        { name: "a", value: { $expr: "input[0].n" } },
        { name: "noted", note: { $template: ["n ", { $expr: "null" }] } },
      ],
    };
    const config = valuesOf(raw, { input: [{ n: 7 }] });
    expect(config).toMatchObject({ url: `${url}/1`, limit: 2, list: [{ n: 7 }] });
    expect(config.fields).toMatchObject([
      { name: "a", value: 7 },
      { name: "noted", value: null, note: "n " },
    ]);
    expect(config.by?.({ n: 3 }, 1)).toBe(31);
  });

  it("does not evaluate what is hidden", () => {
    expect(valuesOf({ url, body: { $expr: "nothing.here" } }).body).toBeNull();
  });

  it("the same settings give the same answer with another scope in between", () => {
    const { config } = parse({ url, list: [], limit: { $expr: "input" } });
    const limits = [1, 2, 1].map((input) => {
      const result = evaluateConfig(sample, config, { input });
      return result.ok ? result.config.limit : result.failure.message;
    });
    expect(limits).toEqual([1, 2, 1]);
  });

  it("a number or true and false become text where only text fits", () => {
    expect(valuesOf({ url: { $expr: "12.5" } }).url).toBe("12.5");
    expect(valuesOf({ url: { $expr: "true" } }).url).toBe("true");
  });

  it.each<[string, JsonObject, string]>([
    [
      "a text that became an object",
      { url: { $expr: "{'a': 1}" } },
      "“URL”: This must be text. The formula gave an object.",
    ],
    ["a text that became null", { url: { $expr: "null" } }, "“URL”: This must be text. The formula gave empty (null)."],
    [
      "a number that became text",
      { url, limit: { $expr: "'3'" } },
      "“Limit”: This must be a number. The formula gave text.",
    ],
    [
      "a number that left its range",
      { url, limit: { $expr: "100" } },
      "“Limit”: This must be at most 9. The formula gave 100.",
    ],
    ["a list that became text", { url, list: { $expr: "'a'" } }, "“List”: This must be a list. The formula gave text."],
  ])("r4 %s fails", (_name, raw, message) => {
    expect(failureOf(raw)).toMatchObject({ code: "config", message });
  });

  it("r3 a result that looks like a formula stays data", () => {
    const result = { $expr: "1 + 1" };
    expect(
      valuesOf({ url, fields: [{ name: "a", value: { $expr: "input[0]" } }] }, { input: [result] }).fields[0]?.value,
    ).toEqual(result);
  });

  it("a formula that fails names the field, its row, its item, and where in the source", () => {
    expect(failureOf({ url, fields: [{ name: "a", value: { $expr: "input.totl" } }] }, { input: [] })).toMatchObject({
      code: "expression",
      message: expect.stringMatching(/^“Value” of field 1: input is a list/),
      details: { field: "fields.0.value", from: 6, to: 10 },
    });
    const { by } = valuesOf({ url, by: { $expr: "item.x" } });
    expect(() => by?.({ y: 1 }, 4)).toThrow(FailureError);
    expect(() => by?.({ y: 1 }, 4)).toThrow('“By”, item 5: item has no "x". It has: y.');
  });

  it("settings that were never parsed are failures, not exceptions", () => {
    expect(evaluateConfig(sample, {}, {})).toMatchObject({ ok: false, failure: { code: "config" } });
    expect(evaluateConfig(sample, { url: { $expr: "(" }, list: 3 }, {})).toMatchObject({ ok: false });
  });
});
