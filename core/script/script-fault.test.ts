import { expect, it } from "vitest";
import { scriptFaultOf } from "./script-fault.ts";

it.each([
  ["", null],
  ["return input;", null],
  ["const all = await Promise.all([1].map(async (x) => x));\nreturn { all, at: input?.a ?? /x/u };", null],
  ["return a +;", "Line 1: Unexpected token."],
  ["const a = 1;\nconst b = ;\nreturn a;", "Line 2: Unexpected token."],
  ["if (a) {\n  return 1;", "Line 2: Unexpected token."],
  ["}", "Line 1: Unexpected token."],
  ["})()}); evil(); (function(){return(async()=>{", "Line 1: Unexpected token."],
  ["const a = 1;\nconst a = 2;", "Line 2: Identifier 'a' has already been declared."],
  ["const a = /(/;", "Line 1: Invalid regular expression: /(/: Unterminated group."],
  ["with (input) { a }", "Line 1: 'with' in strict mode."],
  ["import fs from 'fs';", "A script cannot import or export anything. Write what it needs into it."],
  ["export const a = 1;", "A script cannot import or export anything. Write what it needs into it."],
])("reads %j", (source, message) => {
  expect(scriptFaultOf(source)?.message ?? null).toBe(message);
});

it("answers even for what is nested deeper than it can read", () => {
  for (const open of ["(", "[", "{", "a=>", "!", "`${", "if(a)"]) {
    const source = open.repeat(20_000);
    expect(scriptFaultOf(source), open).not.toBeNull();
  }
});

it("says where the fault is, inside of the text", () => {
  expect(scriptFaultOf("return 1;\nreturn a +;")).toMatchObject({ from: 20, to: 21, line: 2 });
  for (const source of ["(", "return (\n", "`", "'"]) {
    const fault = scriptFaultOf(source);
    expect(fault?.from).toBeGreaterThanOrEqual(0);
    expect(fault?.to).toBeLessThanOrEqual(source.length);
    expect(fault?.to).toBeGreaterThan(fault?.from ?? 0);
  }
});
