import { isJsonList, isJsonObject, type Json, type JsonObject } from "../../json/json.ts";
import { isSafeKey } from "../../json/safe-json.ts";
import { anyShape, boolShape, listShape, objectShape, type Shape, textShape } from "../../json/shape.ts";
import { BadArgument, type FunctionDefinition, wordsOfValue } from "../define-function.ts";
import { toJsonText, toText } from "../to-text.ts";
import type { Work } from "../work.ts";

const object = { name: "object", kind: "object" } as const;
const anyObject = objectShape({}, true);

export const objectFunctions: readonly FunctionDefinition[] = [
  {
    name: "keys",
    category: "object",
    params: [object],
    returns: listShape(textShape),
    doc: "The names of an object's fields.",
    example: "keys({'a': 1, 'b': 2})",
    result: ["a", "b"],
    call: ([value], work) => charged(Object.keys(value), work),
  },
  {
    name: "values",
    category: "object",
    params: [object],
    returns: listShape(anyShape),
    doc: "The values of an object's fields.",
    example: "values({'a': 1, 'b': 2})",
    result: [1, 2],
    call: ([value], work) => charged(Object.values(value) as Json[], work),
  },
  {
    name: "entries",
    category: "object",
    params: [object],
    returns: listShape(objectShape({ key: textShape, value: anyShape })),
    doc: "An object's fields as a list of { key, value }.",
    example: "entries({'a': 1})",
    result: [{ key: "a", value: 1 }],
    call: ([value], work) =>
      charged(Object.entries(value as JsonObject), work).map(([key, own]) => ({ key, value: own })),
  },
  {
    name: "fromEntries",
    category: "object",
    params: [{ name: "list", kind: "list" }],
    returns: anyObject,
    doc: "An object made of a list of { key, value } or of pairs.",
    example: "fromEntries([{'key': 'a', 'value': 1}, ['b', 2]])",
    result: { a: 1, b: 2 },
    call: ([list]) => fromPairs(list.map(pairOf)),
  },
  {
    name: "merge",
    category: "object",
    params: [object, { name: "more", kind: "object", rest: true }],
    returns: mergedShape,
    doc: "One object with the fields of all; later ones win.",
    example: "merge({'a': 1, 'b': 1}, {'b': 2})",
    result: { a: 1, b: 2 },
    call: (objects, work) => fromPairs(objects.flatMap((own) => charged(Object.entries(own as JsonObject), work))),
  },
  {
    name: "pick",
    category: "object",
    params: [object, { name: "names", kind: "list" }],
    returns: anyObject,
    doc: "An object with only the named fields; those that are not there are left out.",
    example: "pick({'a': 1, 'b': 2, 'c': 3}, ['a', 'c'])",
    result: { a: 1, c: 3 },
    call: ([value, names]) =>
      fromPairs(
        (names as Json[])
          .map(nameOf)
          .filter((name) => Object.hasOwn(value, name))
          .map((name) => [name, value[name]]),
      ),
  },
  {
    name: "omit",
    category: "object",
    params: [object, { name: "names", kind: "list" }],
    returns: anyObject,
    doc: "An object without the named fields.",
    example: "omit({'a': 1, 'b': 2}, ['b'])",
    result: { a: 1 },
    call: ([value, names], work) => {
      const dropped = new Set((names as Json[]).map(nameOf));
      return fromPairs(charged(Object.entries(value as JsonObject), work).filter(([name]) => !dropped.has(name)));
    },
  },
  {
    name: "set",
    category: "object",
    params: [object, { name: "name", kind: "text" }, { name: "value", kind: "any" }],
    returns: anyObject,
    doc: "The object with one field set.",
    example: "set({'a': 1}, 'b', 2)",
    result: { a: 1, b: 2 },
    call: ([value, name, own], work) => fromPairs([...charged(Object.entries(value as JsonObject), work), [name, own]]),
  },
  {
    name: "get",
    category: "object",
    params: [
      { name: "value", kind: "any" },
      { name: "path", kind: "text" },
      { name: "otherwise", kind: "any", optional: true },
    ],
    returns: anyShape,
    doc: "What stands at a path such as items.0.name; the last value (or null) where there is nothing.",
    example: "get({'items': [{'name': 'A'}]}, 'items.0.name', '')",
    result: "A",
    call: ([value, path, otherwise], work) => {
      work.charge(path.length);
      return at(value, path.split(".")) ?? otherwise ?? null;
    },
  },
];

export const jsonFunctions: readonly FunctionDefinition[] = [
  {
    name: "json",
    category: "json",
    params: [
      { name: "value", kind: "any" },
      { name: "indent", kind: "number", optional: true },
    ],
    returns: textShape,
    doc: "The value as JSON text, on one line unless an indent is given.",
    example: "json({'a': [1, true]})",
    result: '{"a":[1,true]}',
    call: ([value, indent]) => toJsonText(value, Math.min(10, Math.max(0, indent ?? 0))),
  },
  {
    name: "parseJson",
    category: "json",
    params: [{ name: "text", kind: "text" }],
    returns: anyShape,
    doc: "The value that a JSON text stands for.",
    example: "parseJson('{\"a\": [1]}').a[0]",
    result: 1,
    call: ([text], work) => parseJson(text, work),
  },
  {
    name: "base64Encode",
    category: "json",
    params: [{ name: "text", kind: "text" }],
    returns: textShape,
    doc: "The text in Base64.",
    example: 'base64Encode("Grüße")',
    result: "R3LDvMOfZQ==",
    call: ([text], work) => {
      work.charge(text.length);
      return base64Encode(text);
    },
  },
  {
    name: "base64Decode",
    category: "json",
    params: [{ name: "text", kind: "text" }],
    returns: textShape,
    doc: "The text that a Base64 text stands for.",
    example: 'base64Decode("R3LDvMOfZQ==")',
    result: "Grüße",
    call: ([text], work) => {
      work.charge(text.length);
      return base64Decode(text);
    },
  },
  {
    name: "urlEncode",
    category: "json",
    params: [{ name: "text", kind: "scalar" }],
    returns: textShape,
    doc: "The text in a form that fits into an address.",
    example: 'urlEncode("a & b")',
    result: "a%20%26%20b",
    call: ([text]) => {
      if (!String(text).isWellFormed()) throw new BadArgument("the text holds half a sign.");
      return encodeURIComponent(text);
    },
  },
  {
    name: "urlDecode",
    category: "json",
    params: [{ name: "text", kind: "text" }],
    returns: textShape,
    doc: "The text that a part of an address stands for.",
    example: 'urlDecode("a%20%26%20b")',
    result: "a & b",
    call: ([text]) => {
      try {
        return decodeURIComponent(text.replaceAll("+", " "));
      } catch {
        throw new BadArgument("the text has a % that is not followed by two digits.");
      }
    },
  },
];

export const logicFunctions: readonly FunctionDefinition[] = [
  {
    name: "isEmpty",
    category: "logic",
    params: [{ name: "value", kind: "any" }],
    returns: boolShape,
    doc: "Whether there is nothing in it: null, a text of spaces, or a list or object without parts.",
    example: 'isEmpty("  ")',
    result: true,
    call: ([value]) => isEmpty(value),
  },
  {
    name: "typeOf",
    category: "logic",
    params: [{ name: "value", kind: "any" }],
    returns: textShape,
    doc: "text, number, bool, list, object or null.",
    example: "typeOf([1])",
    result: "list",
    call: ([value]) => typeOf(value),
  },
  {
    name: "string",
    category: "logic",
    params: [{ name: "value", kind: "any" }],
    returns: textShape,
    doc: "The value as text; lists and objects as JSON, null as nothing.",
    example: '"Total: " + string(12.5)',
    result: "Total: 12.5",
    call: ([value]) => toText(value),
  },
];

function charged<T>(list: readonly T[], work: Work): readonly T[] {
  work.charge(list.length * 3);
  return list;
}

function fromPairs(pairs: Iterable<readonly [string, Json]>): JsonObject {
  const made: Record<string, Json> = {};
  for (const [name, value] of pairs) {
    if (!isSafeKey(name)) throw new BadArgument(`the name "${name}" is not allowed in an object.`);
    made[name] = value;
  }
  return made;
}

function pairOf(item: Json): readonly [string, Json] {
  if (isJsonList(item) && item.length === 2) return [nameOf(item[0] ?? null), item[1] ?? null];
  if (isJsonObject(item) && Object.hasOwn(item, "key")) return [nameOf(item.key ?? null), item.value ?? null];
  throw new BadArgument(`every item must be { key, value } or a pair, but one is ${wordsOfValue(item)}.`);
}

function nameOf(name: Json): string {
  if (typeof name === "string") return name;
  if (typeof name === "number" || typeof name === "boolean") return String(name);
  throw new BadArgument(`a name must be text, but one is ${wordsOfValue(name)}.`);
}

function at(value: Json, path: readonly string[]): Json | undefined {
  let here: Json | undefined = value;
  for (const part of path) {
    if (isJsonList(here)) here = /^\d+$/.test(part) ? here[Number(part)] : undefined;
    else if (isJsonObject(here)) here = Object.hasOwn(here, part) ? here[part] : undefined;
    else return undefined;
  }
  return here;
}

function mergedShape(shapes: readonly Shape[]): Shape {
  const fields: Record<string, Shape> = {};
  let open = false;
  for (const shape of shapes) {
    if (shape.kind !== "object") return anyObject;
    Object.assign(fields, shape.fields);
    open ||= shape.open;
  }
  return objectShape(fields, open);
}

function parseJson(text: string, work: Work): Json {
  work.charge(text.length >> 1);
  try {
    return JSON.parse(text, (key, value) => {
      if (!isSafeKey(key)) throw new BadArgument(`the name "${key}" is not allowed in an object.`);
      return value;
    }) as Json;
  } catch (thrown) {
    if (thrown instanceof BadArgument) throw thrown;
    throw new BadArgument(`the text is not JSON. It begins with: ${text.trim().slice(0, 30) || "(nothing)"}`);
  }
}

function base64Encode(text: string): string {
  const bytes = new TextEncoder().encode(text);
  let binary = "";
  // In pieces: a call takes only so many arguments.
  for (let from = 0; from < bytes.length; from += 8_192) {
    binary += String.fromCharCode(...bytes.subarray(from, from + 8_192));
  }
  return btoa(binary);
}

function base64Decode(text: string): string {
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(binary, (sign) => sign.charCodeAt(0)));
  } catch {
    throw new BadArgument("the text is not Base64 of a text.");
  }
}

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
