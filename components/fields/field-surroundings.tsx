"use client";
import { createContext, type ReactNode, use } from "react";
import type { Problem, QuickFix } from "#core/compile/problem.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { anyShape, type Shape } from "#core/json/shape.ts";
import type { Resolved } from "./resolve-raw.ts";

/** A field that has or last had the caret: where a value picked in the data tree goes. */
export type InsertionTarget = { readonly insert: (source: string) => void };

/** What fields know about the step around them. They never reach for the editor's session themselves. */
export type FieldSurroundings = {
  /** Names that formulas may use. */
  readonly scope: Shape;
  /** The same with `item` and `index`, for formulas that run once per item. */
  readonly itemScope: Shape;
  /** Title of the step behind `steps.<key>`. */
  readonly titles: ReadonlyMap<string, string>;
  /** Problems of this step, from the compiler. */
  readonly problems: readonly Problem[];
  readonly applyFix: (fix: QuickFix) => void;
  /** What a formula or a text with values gives with the samples at hand; null when there is nothing to show. */
  readonly resolve: (raw: Json, perItem: boolean) => Resolved | null;
  readonly isReadOnly: boolean;
  /** The last focused field; held in a box so that focusing does not draw anything anew. */
  readonly insertion: { current: InsertionTarget | null };
};

const nowhere: FieldSurroundings = {
  scope: anyShape,
  itemScope: anyShape,
  titles: new Map(),
  problems: [],
  applyFix: () => {},
  resolve: () => null,
  isReadOnly: false,
  insertion: { current: null },
};

const SurroundingsContext = createContext<FieldSurroundings>(nowhere);

export function FieldSurroundingsProvider({ value, children }: { value: FieldSurroundings; children: ReactNode }) {
  return <SurroundingsContext value={value}>{children}</SurroundingsContext>;
}

const FormContext = createContext<JsonObject>({});

/** All settings of the form that a field is in, as they are filled now. */
export function FormProvider({ config, children }: { config: JsonObject; children: ReactNode }) {
  return <FormContext value={config}>{children}</FormContext>;
}

export function useForm(): JsonObject {
  return use(FormContext);
}

export function useFieldSurroundings(): FieldSurroundings {
  return use(SurroundingsContext);
}
