import type { Json, JsonObject } from "../json/json.ts";
import { isJsonList, isJsonObject } from "../json/json.ts";
import { BadArgument, wordsOfValue } from "./define-function.ts";
import type { Work } from "./work.ts";

/** Equal in every part; the order of an object's keys does not matter. */
export function isEqual(left: Json, right: Json, work: Work): boolean {
  work.charge(1);
  if (left === right) return true;
  if (isJsonList(left)) {
    if (!isJsonList(right) || left.length !== right.length) return false;
    return left.every((item, at) => isEqual(item, right[at] as Json, work));
  }
  if (!isJsonObject(left) || !isJsonObject(right)) return false;
  const keys = Object.keys(left);
  work.charge(keys.length);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && isEqual(left[key] as Json, right[key] as Json, work));
}

/** Orders two numbers, two texts (by code unit) or two of true and false; throws BadArgument for anything else. */
export function compare(left: Json, right: Json): number {
  const comparable = typeof left === typeof right && ["number", "string", "boolean"].includes(typeof left);
  if (!comparable || left === null || right === null) {
    const hint =
      typeof left === "string" || typeof right === "string" ? " Turn text into a number with toNumber(…)." : "";
    throw new BadArgument(`${wordsOfValue(left)} and ${wordsOfValue(right)} cannot be put in order.${hint}`);
  }
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** Orders like `compare`, with null last, so that sorting survives gaps. */
export function compareForSort(left: Json, right: Json): number {
  if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1;
  return compare(left, right);
}

/** A text that is equal for equal values and only for them. */
export function identityOf(value: Json, work: Work): string {
  work.charge(1);
  if (isJsonList(value)) return `[${value.map((item) => identityOf(item, work)).join(",")}]`;
  if (!isJsonObject(value)) {
    if (typeof value === "string") work.charge(value.length >> 6);
    return JSON.stringify(value);
  }
  const object: JsonObject = value;
  const parts = Object.keys(object)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${identityOf(object[key] as Json, work)}`);
  return `{${parts.join(",")}}`;
}
