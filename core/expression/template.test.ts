import { expect, it } from "vitest";
import { evaluateTemplate } from "./template.ts";
import { templateText } from "./template-text.ts";

it("joins texts and results: null as nothing, lists and objects as JSON", () => {
  const template = {
    $template: ["a ", { $expr: "1 + 1.5" }, " ", { $expr: "null" }, { $expr: "[1, {'x': true}]" }, { $expr: "'t'" }],
  };
  expect(evaluateTemplate(template, {})).toEqual({ ok: true, value: 'a 2.5 [1,{"x":true}]t' });
  expect(templateText(template)).toBe("a {{ 1 + 1.5 }} {{ null }}{{ [1, {'x': true}] }}{{ 't' }}");
});

it("results are not evaluated again (r3)", () => {
  const template = { $template: [{ $expr: "input" }] };
  expect(evaluateTemplate(template, { input: "{{ 1 + 1 }}" })).toEqual({ ok: true, value: "{{ 1 + 1 }}" });
  expect(evaluateTemplate(template, { input: { $expr: "1 + 1" } })).toEqual({ ok: true, value: '{"$expr":"1 + 1"}' });
});

it("the failure of a part is the template's, and a text over 2 MB is a cap (r16)", () => {
  expect(evaluateTemplate({ $template: [{ $expr: "nope" }] }, {})).toMatchObject({
    ok: false,
    failure: { code: "expression" },
  });
  const large = { $template: [{ $expr: "input" }, { $expr: "input" }] };
  expect(evaluateTemplate(large, { input: "x".repeat(1_500_000) })).toMatchObject({
    ok: false,
    failure: { code: "cap" },
  });
});
