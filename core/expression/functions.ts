import type { Json } from "../json/json.ts";
import { type FunctionCategory, type FunctionDefinition, signatureOf } from "./define-function.ts";
import { dateFunctions } from "./functions/date.ts";
import { jsonFunctions } from "./functions/json.ts";
import { listFunctions } from "./functions/list.ts";
import { logicFunctions } from "./functions/logic.ts";
import { numberFunctions } from "./functions/number.ts";
import { objectFunctions } from "./functions/object.ts";
import { patternFunctions } from "./functions/pattern.ts";
import { textFunctions } from "./functions/text.ts";
import { languageDocs } from "./language.ts";

const definitions: readonly FunctionDefinition[] = [
  ...textFunctions,
  ...patternFunctions,
  ...listFunctions,
  ...numberFunctions,
  ...dateFunctions,
  ...objectFunctions,
  ...jsonFunctions,
  ...logicFunctions,
];

/** Every function by its name; loops and `has`, `coalesce`, `orValue` are part of the language (`language.ts`). */
export const functionsByName: ReadonlyMap<string, FunctionDefinition> = new Map(
  definitions.map((definition) => [definition.name, definition]),
);

export type FunctionDoc = {
  readonly name: string;
  /** `truncate(text, length, ending?)` */
  readonly signature: string;
  readonly doc: string;
  readonly example: string;
  /** What the example gives. */
  readonly result: Json;
  readonly category: FunctionCategory;
};

/** What the editor and the docs show; in each, `text.lower()` and `lower(text)` are the same. */
export const functionDocs: readonly FunctionDoc[] = [
  ...definitions.map((definition) => ({
    name: definition.name,
    signature: signatureOf(definition),
    doc: definition.doc,
    example: definition.example,
    result: definition.result,
    category: definition.category,
  })),
  ...languageDocs,
];
