import { isJsonList, type Json } from "../../json/json.ts";
import { boolShape, textShape } from "../../json/shape.ts";
import { defineFunction, type FunctionDefinition } from "../define-function.ts";
import { toText } from "../to-text.ts";

export const logicFunctions: readonly FunctionDefinition[] = [
  defineFunction({
    name: "isEmpty",
    category: "logic",
    params: [{ name: "value", kind: "any" }],
    returns: boolShape,
    doc: "Whether there is nothing in it: null, a text of spaces, or a list or object without parts.",
    example: 'isEmpty("  ")',
    result: true,
    call: ([value]) => isEmpty(value),
  }),
  defineFunction({
    name: "typeOf",
    category: "logic",
    params: [{ name: "value", kind: "any" }],
    returns: textShape,
    doc: "text, number, bool, list, object or null.",
    example: "typeOf([1])",
    result: "list",
    call: ([value]) => typeOf(value),
  }),
  defineFunction({
    name: "string",
    category: "logic",
    params: [{ name: "value", kind: "any" }],
    returns: textShape,
    doc: "The value as text; lists and objects as JSON, null as nothing.",
    example: '"Total: " + string(12.5)',
    result: "Total: 12.5",
    call: ([value]) => toText(value),
  }),
];

function isEmpty(value: Json): boolean {
  if (value === null) return true;
  if (typeof value === "string") return value.trim() === "";
  if (typeof value !== "object") return false;
  if (isJsonList(value)) return value.length === 0;
  for (const _name in value) return false;
  return true;
}

function typeOf(value: Json): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "list";
  if (typeof value === "string") return "text";
  return typeof value === "boolean" ? "bool" : typeof value;
}
