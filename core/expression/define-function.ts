import type { Json, JsonObject } from "../json/json.ts";
import type { Shape } from "../json/shape.ts";
import type { Work } from "./work.ts";

/** One function of the formula language: what evaluates it, checks its use, and stands in the editor and the docs. */
export type FunctionDefinition = {
  readonly name: string;
  readonly category: FunctionCategory;
  readonly params: readonly Param[];
  readonly returns: Shape | ((args: readonly Shape[]) => Shape);
  /** One line for people who never programmed. */
  readonly doc: string;
  /** A formula that a test evaluates: it must give `result`. */
  readonly example: string;
  readonly result: Json;
  /**
   * Arguments are already of the kinds that `params` say; one left out is absent. Throws `BadArgument` with a plain
   * sentence. Charges `work` for what takes longer than its arguments are long.
   */
  readonly call: (args: readonly Json[], work: Work) => Json;
};

export const functionCategories = ["text", "list", "number", "date", "object", "json", "logic"] as const;
export type FunctionCategory = (typeof functionCategories)[number];

export type Param = { readonly name: string; readonly kind: ParamKind; readonly optional?: true; readonly rest?: true };
/** `scalar` is text, number, true or false; `date` is an ISO text or Unix milliseconds. */
export type ParamKind = "any" | "text" | "number" | "list" | "object" | "scalar" | "date" | "text-or-list" | "sized";

/** The JSON value that a parameter of each kind takes. */
type KindValue = {
  any: Json;
  text: string;
  number: number;
  list: readonly Json[];
  object: JsonObject;
  scalar: string | number | boolean;
  date: string | number;
  "text-or-list": string | readonly Json[];
  sized: string | readonly Json[] | JsonObject;
};

type ValueFor<P extends Param> =
  | KindValue[P["kind"]]
  | (P extends { readonly optional: true } ? null | undefined : never);

/** What `call` gets for these parameters: one value each, and any number for the last one when it is a `rest`. */
type ArgumentsFor<P extends readonly Param[]> = P extends readonly [
  infer Head extends Param,
  ...infer Tail extends readonly Param[],
]
  ? Head extends { readonly rest: true }
    ? readonly ValueFor<Head>[]
    : readonly [ValueFor<Head>, ...ArgumentsFor<Tail>]
  : readonly [];

type Typed<P extends readonly Param[]> = Omit<FunctionDefinition, "params" | "call"> & {
  readonly params: P;
  readonly call: (args: ArgumentsFor<P>, work: Work) => Json;
};

/** Types the arguments of `call` by `params`, which are checked before each call. */
export function defineFunction<const P extends readonly Param[]>(definition: Typed<P>): FunctionDefinition {
  return definition as unknown as FunctionDefinition;
}

/** Thrown by a function that cannot work with what it got; the message is shown to people. */
export class BadArgument extends Error {
  override readonly name = "BadArgument";
}

const kindWords: Readonly<Record<ParamKind, string>> = {
  any: "any value",
  text: "text",
  number: "a number",
  list: "a list",
  object: "an object",
  scalar: "text, a number, or true or false",
  date: "a date (ISO text such as 2024-05-31T09:00:00Z)",
  "text-or-list": "text or a list",
  sized: "text, a list or an object",
};

/** The kind in words: "a list". */
export function wordsOfKind(kind: ParamKind): string {
  return kindWords[kind];
}

/** Whether a value may be given for a parameter of this kind. */
export function isOfKind(kind: ParamKind, value: Json): boolean {
  switch (kind) {
    case "any":
      return true;
    case "text":
      return typeof value === "string";
    case "number":
      return typeof value === "number";
    case "list":
      return Array.isArray(value);
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    case "scalar":
      return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
    case "date":
      return typeof value === "string" || typeof value === "number";
    case "text-or-list":
      return typeof value === "string" || Array.isArray(value);
    case "sized":
      return typeof value === "string" || (typeof value === "object" && value !== null);
  }
}

/** The value's type in the words that people see: "text", "a list". */
export function wordsOfValue(value: Json | undefined): string {
  if (value === undefined || value === null) return "empty (null)";
  if (Array.isArray(value)) return "a list";
  switch (typeof value) {
    case "string":
      return "text";
    case "number":
      return "a number";
    case "boolean":
      return "true or false";
    default:
      return "an object";
  }
}

/** `truncate(text, length, ending?)`: as the docs and the editor show it. */
export function signatureOf(definition: FunctionDefinition): string {
  const params = definition.params.map(
    (param) => `${param.rest ? "..." : ""}${param.name}${param.optional ? "?" : ""}`,
  );
  return `${definition.name}(${params.join(", ")})`;
}
