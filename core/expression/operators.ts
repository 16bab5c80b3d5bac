import { caps } from "../caps.ts";
import { isJsonList, isJsonObject, type Json } from "../json/json.ts";
import { compare, isEqual } from "./compare.ts";
import { BadArgument, wordsOfValue } from "./define-function.ts";
import type { BinaryOp, Formula, Range } from "./formula.ts";
import { FormulaError } from "./formula-error.ts";
import type { Work } from "./work.ts";

type Operator = (left: Json, right: Json, work: Work, at: Formula & { kind: "binary" }) => Json;

const arithmetic =
  (apply: (left: number, right: number) => number): Operator =>
  (left, right, _work, at) => {
    const result = apply(number(left, at.left), number(right, at.right));
    if (Number.isFinite(result)) return result === 0 ? 0 : result;
    if (right === 0)
      throw new BadArgument("a number cannot be divided by zero. Check for zero first: b == 0 ? 0 : a / b.");
    throw new BadArgument("the number gets too large.");
  };

/** What each operator does with two values. Throws BadArgument or FormulaError. */
export const operators: Readonly<Record<BinaryOp, Operator>> = {
  "+": plus,
  "-": arithmetic((left, right) => left - right),
  "*": arithmetic((left, right) => left * right),
  "/": arithmetic((left, right) => left / right),
  "%": arithmetic((left, right) => left % right),
  "==": (left, right, work) => isEqual(left, right, work),
  "!=": (left, right, work) => !isEqual(left, right, work),
  "<": (left, right) => compare(left, right) < 0,
  "<=": (left, right) => compare(left, right) <= 0,
  ">": (left, right) => compare(left, right) > 0,
  ">=": (left, right) => compare(left, right) >= 0,
  in: isIn,
};

function plus(left: Json, right: Json, work: Work, at: Formula & { kind: "binary" }): Json {
  if (typeof left === "string" && typeof right === "string") {
    const length = left.length + right.length;
    work.charge(length >> 6);
    if (length > caps.valueBytes) throw new FormulaError("cap", "The text gets larger than 2 MB.", at);
    return left + right;
  }
  if (isJsonList(left) && isJsonList(right)) {
    work.charge(left.length + right.length);
    return [...left, ...right];
  }
  if (typeof left === "number" && typeof right === "number") return addNumbers(left, right, work, at);
  const words = `${wordsOfValue(left)} and ${wordsOfValue(right)} cannot be added.`;
  if (typeof left === "string" || typeof right === "string") {
    throw new BadArgument(`${words} Use string(…) to join them as text, or toNumber(…) to add them as numbers.`);
  }
  throw new BadArgument(words);
}

const addNumbers = arithmetic((left, right) => left + right);

function isIn(left: Json, right: Json, work: Work): boolean {
  if (isJsonList(right)) return right.some((item) => isEqual(left, item, work));
  if (typeof right === "string" && typeof left === "string") return right.includes(left);
  if (isJsonObject(right) && typeof left === "string") return Object.hasOwn(right, left);
  throw new BadArgument(
    `"in" looks for an item in a list, a key in an object or text in text; here it is ${wordsOfValue(right)}.`,
  );
}

/** The sentence with a capital at its start. */
export function capitalized(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** The number itself; anything else is an error at that part. */
export function number(value: Json, at: Range): number {
  if (typeof value === "number") return value;
  const hint = typeof value === "string" ? " Turn it into one with toNumber(…)." : "";
  throw new FormulaError("value", `This must be a number, but it is ${wordsOfValue(value)}.${hint}`, at);
}
