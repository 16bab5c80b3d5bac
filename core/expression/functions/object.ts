import { isJsonList, isJsonObject, type Json, type JsonObject } from "../../json/json.ts";
import { isSafeKey } from "../../json/safe-json.ts";
import { anyShape, listShape, objectShape, type Shape, textShape } from "../../json/shape.ts";
import { BadArgument, defineFunction, type FunctionDefinition, wordsOfValue } from "../define-function.ts";
import type { Work } from "../work.ts";

const object = { name: "object", kind: "object" } as const;
const anyObject = objectShape({}, true);

export const objectFunctions: readonly FunctionDefinition[] = [
  defineFunction({
    name: "keys",
    category: "object",
    params: [object],
    returns: listShape(textShape),
    doc: "The names of an object's fields.",
    example: "keys({'a': 1, 'b': 2})",
    result: ["a", "b"],
    call: ([value], work) => charged(Object.keys(value), work),
  }),
  defineFunction({
    name: "values",
    category: "object",
    params: [object],
    returns: listShape(anyShape),
    doc: "The values of an object's fields.",
    example: "values({'a': 1, 'b': 2})",
    result: [1, 2],
    call: ([value], work) => charged(Object.values(value), work),
  }),
  defineFunction({
    name: "entries",
    category: "object",
    params: [object],
    returns: listShape(objectShape({ key: textShape, value: anyShape })),
    doc: "An object's fields as a list of { key, value }.",
    example: "entries({'a': 1})",
    result: [{ key: "a", value: 1 }],
    call: ([value], work) => charged(Object.entries(value), work).map(([key, own]) => ({ key, value: own })),
  }),
  defineFunction({
    name: "fromEntries",
    category: "object",
    params: [{ name: "list", kind: "list" }],
    returns: anyObject,
    doc: "An object made of a list of { key, value } or of pairs.",
    example: "fromEntries([{'key': 'a', 'value': 1}, ['b', 2]])",
    result: { a: 1, b: 2 },
    call: ([list]) => fromPairs(list.map(pairOf)),
  }),
  defineFunction({
    name: "merge",
    category: "object",
    params: [object, { name: "more", kind: "object", rest: true }],
    returns: mergedShape,
    doc: "One object with the fields of all; later ones win.",
    example: "merge({'a': 1, 'b': 1}, {'b': 2})",
    result: { a: 1, b: 2 },
    call: (objects, work) => fromPairs(objects.flatMap((own) => charged(Object.entries(own), work))),
  }),
  defineFunction({
    name: "pick",
    category: "object",
    params: [object, { name: "names", kind: "list" }],
    returns: anyObject,
    doc: "An object with only the named fields; those that are not there are left out.",
    example: "pick({'a': 1, 'b': 2, 'c': 3}, ['a', 'c'])",
    result: { a: 1, c: 3 },
    call: ([value, names]) => {
      const present = names.map(nameOf).filter((name) => Object.hasOwn(value, name));
      return fromPairs(present.map((name) => [name, value[name] ?? null]));
    },
  }),
  defineFunction({
    name: "omit",
    category: "object",
    params: [object, { name: "names", kind: "list" }],
    returns: anyObject,
    doc: "An object without the named fields.",
    example: "omit({'a': 1, 'b': 2}, ['b'])",
    result: { a: 1 },
    call: ([value, names], work) => {
      const dropped = new Set(names.map(nameOf));
      return fromPairs(charged(Object.entries(value), work).filter(([name]) => !dropped.has(name)));
    },
  }),
  defineFunction({
    name: "set",
    category: "object",
    params: [object, { name: "name", kind: "text" }, { name: "value", kind: "any" }],
    returns: anyObject,
    doc: "The object with one field set.",
    example: "set({'a': 1}, 'b', 2)",
    result: { a: 1, b: 2 },
    call: ([value, name, own], work) => fromPairs([...charged(Object.entries(value), work), [name, own]]),
  }),
  defineFunction({
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
  }),
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
