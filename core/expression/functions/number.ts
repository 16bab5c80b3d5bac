import type { Json } from "../../json/json.ts";
import { numberShape, textShape } from "../../json/shape.ts";
import { BadArgument, defineFunction, type FunctionDefinition } from "../define-function.ts";

const number = { name: "number", kind: "number" } as const;
const digits = { name: "digits", kind: "number", optional: true } as const;

export const numberFunctions: readonly FunctionDefinition[] = [
  defineFunction({
    name: "round",
    category: "number",
    params: [number, digits],
    returns: numberShape,
    doc: "The number rounded, half away from zero, to so many digits after the point (none unless said).",
    example: "round(2.345, 2)",
    result: 2.35,
    call: ([value, places]) => round(value, places ?? 0),
  }),
  defineFunction({
    name: "floor",
    category: "number",
    params: [number],
    returns: numberShape,
    doc: "The next whole number at or below.",
    example: "floor(2.9)",
    result: 2,
    call: ([value]) => Math.floor(value),
  }),
  defineFunction({
    name: "ceil",
    category: "number",
    params: [number],
    returns: numberShape,
    doc: "The next whole number at or above.",
    example: "ceil(2.1)",
    result: 3,
    call: ([value]) => Math.ceil(value),
  }),
  defineFunction({
    name: "abs",
    category: "number",
    params: [number],
    returns: numberShape,
    doc: "The number without its sign.",
    example: "abs(-4)",
    result: 4,
    call: ([value]) => Math.abs(value),
  }),
  defineFunction({
    name: "pow",
    category: "number",
    params: [number, { name: "exponent", kind: "number" }],
    returns: numberShape,
    doc: "The number raised to a power.",
    example: "pow(2, 10)",
    result: 1024,
    call: ([value, exponent]) => finite(value ** exponent),
  }),
  defineFunction({
    name: "int",
    category: "number",
    params: [{ name: "value", kind: "scalar" }],
    returns: numberShape,
    doc: "A whole number: the digits after the point are cut off; text is read as a number.",
    example: 'int("42")',
    result: 42,
    call: ([value]) => Math.trunc(toNumber(value)),
  }),
  defineFunction({
    name: "double",
    category: "number",
    params: [{ name: "value", kind: "scalar" }],
    returns: numberShape,
    doc: "The same as toNumber, under its CEL name.",
    example: 'double("3.5")',
    result: 3.5,
    call: ([value]) => toNumber(value),
  }),
  defineFunction({
    name: "toNumber",
    category: "number",
    params: [
      { name: "value", kind: "scalar" },
      { name: "decimalSign", kind: "text", optional: true },
    ],
    returns: numberShape,
    doc: 'Reads text as a number; spaces and thousands signs are skipped. Give "," where a comma comes before the cents.',
    example: 'toNumber("1.299,50", ",")',
    result: 1299.5,
    call: ([value, decimalSign]) => toNumber(value, decimalSign ?? "."),
  }),
  defineFunction({
    name: "formatNumber",
    category: "number",
    params: [number, digits, { name: "language", kind: "text", optional: true }],
    returns: textShape,
    doc: "The number as text with thousands signs and so many digits after the point, in English unless a language is given.",
    example: 'formatNumber(1299.5, 2, "de")',
    result: "1.299,50",
    call: ([value, places, language]) => formatNumber(value, places, language ?? "en"),
  }),
];

function finite(value: number): number {
  if (Number.isFinite(value)) return value;
  throw new BadArgument("the result is not a number that can be written down.");
}

function round(value: number, places: number): number {
  if (!Number.isInteger(places) || Math.abs(places) > 15) {
    throw new BadArgument("digits must be a whole number from -15 to 15.");
  }
  // Shifts in decimal notation: 1.005 * 100 is 100.49999999999999.
  const shifted = shift(Math.abs(value), places);
  return Math.sign(value) * shift(Math.round(shifted), -places) || 0;
}

function shift(value: number, places: number): number {
  const [mantissa = "0", exponent = "0"] = String(value).split("e");
  return finite(Number(`${mantissa}e${Number(exponent) + places}`));
}

function toNumber(value: Json, decimalSign = "."): number {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  const text = String(value);
  if (decimalSign !== "." && decimalSign !== ",") throw new BadArgument('the decimal sign must be "." or ",".');
  const thousands = decimalSign === "." ? "," : ".";
  const plain = text
    .replace(/[\s\u00a0'_]/g, "")
    .replaceAll(thousands, "")
    .replace(decimalSign, ".");
  const isNumber = plain.length < 400 && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(plain);
  if (isNumber && Number.isFinite(Number(plain))) return Number(plain) || 0;
  throw new BadArgument(`"${text.slice(0, 40)}" is not a number.`);
}

const formats = new Map<string, Intl.NumberFormat>();

function formatNumber(value: number, places: number | null | undefined, language: string): string {
  const key = `${language} ${places ?? ""}`;
  const known = formats.get(key);
  if (known) return known.format(value);
  try {
    const fraction = places ?? undefined;
    const fresh = new Intl.NumberFormat(language, {
      minimumFractionDigits: fraction ?? 0,
      maximumFractionDigits: fraction ?? 3,
    });
    if (formats.size >= 100) formats.clear();
    formats.set(key, fresh);
    return fresh.format(value);
  } catch {
    throw new BadArgument('digits must be a whole number from 0 to 20, and the language a code such as "en" or "de".');
  }
}
