import * as z from "zod";
import type { Json } from "../json/json.ts";
import { isSafeKey } from "../json/safe-json.ts";

/**
 * One field of a node's settings. The zod schema validates it and types `run`; the meta draws the form.
 *
 * - `fixed`: plain JSON only; formulas are refused (choices that decide ports, for instance).
 * - `open`: plain JSON, a template, or a formula; evaluated before `run` sees it.
 * - `item`: a formula evaluated by `run` itself, once per item, with `item` and `index` in scope.
 */
export type FieldMode = "fixed" | "open" | "item";

export type FieldMeta = {
  readonly title: string;
  /** One sentence under the field's title. */
  readonly help?: string;
  readonly placeholder?: string;
  readonly control: Control;
  readonly mode: FieldMode;
  /**
   * Draw and check the field only when this holds for the raw settings (defaults filled in). A field inside rows is
   * given its row.
   */
  readonly visibleWhen?: (config: Readonly<Record<string, unknown>>) => boolean;
  /** Labels of a choice's values; the value itself where one is missing. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Fold away under "More settings". */
  readonly advanced?: boolean;
  /** Name of one row, for the add button: "Add field". */
  readonly rowName?: string;
};

export type Control =
  | "text"
  | "long-text"
  | "number"
  | "toggle"
  | "choice"
  | "value"
  | "formula"
  | "json"
  /** A script: the body of a function. The compiler checks that it can be read. */
  | "javascript"
  | "rows"
  | "date-time"
  | "time-zone"
  /** One workflow of the workspace, by id. */
  | "workflow"
  /** One published version, by id, of the workflow in the field `workflow` of the same form. */
  | "version";

type MetaInput = Omit<FieldMeta, "control" | "mode"> & { control?: Control; mode?: FieldMode };

const fieldMetas = new WeakMap<z.ZodType, FieldMeta>();
const schemaHints = new WeakMap<z.ZodType, { control: Control; mode: FieldMode }>();

/** Declares a field: `field(z.number().int().default(1), { title: "Parallel" })`. */
export function field<S extends z.ZodType>(schema: S, meta: MetaInput): S {
  const hint = hintOf(schema);
  // A clone, so that one schema constant can serve two fields.
  const own = schema.clone() as S;
  fieldMetas.set(own, { ...hint, ...meta });
  return own;
}

/** The meta of a field made by `field`; undefined for any other schema. */
export function fieldMetaOf(schema: z.ZodType): FieldMeta | undefined {
  return fieldMetas.get(schema);
}

/** One line of text with formulas in it. With `filled`, an empty text counts as a missing setting. */
export function template(more: { filled?: boolean } = {}) {
  return hinted(textSchema(more.filled), { control: "text", mode: "open" });
}

/** Many lines of text with formulas in it. With `filled`, an empty text counts as a missing setting. */
export function longTemplate(more: { filled?: boolean } = {}) {
  return hinted(textSchema(more.filled), { control: "long-text", mode: "open" });
}

/** One line of text without formulas, not empty: the name of a field to make, so none that reaches a prototype (R19). */
export function nameText() {
  return hinted(textSchema(true).refine(isSafeKey, "Programs reserve this name. Choose another."), {
    control: "text",
    mode: "fixed",
  });
}

function textSchema(filled = false) {
  return filled ? z.string().min(1, "Fill this in.") : z.string();
}

/** Gives a schema a formula as its default: `withFormula(list(), "input")`. */
export function withFormula<S extends z.ZodType>(schema: S, source: string): z.ZodDefault<S> {
  return withRaw(schema, { $expr: source });
}

/**
 * Gives a schema a raw setting with formulas in it as its default. It is evaluated like any other before `run` sees it,
 * so it does not have the type that the schema gives.
 */
export function withRaw<S extends z.ZodType>(schema: S, raw: Json): z.ZodDefault<S> {
  return z._default(schema, (() => raw) as never) as unknown as z.ZodDefault<S>;
}

/** Any JSON: fixed, text with values in it, or a formula. */
export function value() {
  return hinted(
    z.custom<Json>((input) => input !== undefined),
    { control: "value", mode: "open" },
  );
}

/** A list, nearly always given by a formula such as `input` or `steps.orders`. */
export function list() {
  return hinted(
    z.custom<readonly Json[]>((input) => Array.isArray(input), "This must be a list."),
    {
      control: "formula",
      mode: "open",
    },
  );
}

/** True or false, nearly always given by a formula. */
export function condition() {
  return hinted(z.boolean("This must be true or false."), { control: "formula", mode: "open" });
}

/** What a per-item formula becomes for `run`. Throws a FailureError when the formula fails on this item. */
export type ItemFormula = (item: Json, index: number) => Json;

/** A formula over `item` and `index`, evaluated by the step for each item. In raw settings: `{ $expr }`. */
export function itemFormula() {
  return hinted(
    z.custom<ItemFormula>((input) => input !== undefined && input !== null),
    { control: "formula", mode: "item" },
  );
}

/** A table of rows, each with the fields of `row`. */
export function rows<Row extends z.ZodObject>(row: Row) {
  return hinted(z.array(row), { control: "rows", mode: "fixed" });
}

/** The row schema of a field whose control is `rows`. */
export function rowSchemaOf(schema: z.ZodType): z.ZodObject | undefined {
  const inner = unwrap(schema);
  return inner instanceof z.ZodArray && inner.element instanceof z.ZodObject ? inner.element : undefined;
}

/** The schema inside default, nullable and optional wrappers. */
export function unwrap(schema: z.ZodType): z.ZodType {
  let inner: z.ZodType = schema;
  while (inner instanceof z.ZodDefault || inner instanceof z.ZodNullable || inner instanceof z.ZodOptional) {
    inner = inner.unwrap() as z.ZodType;
  }
  return inner;
}

function hinted<S extends z.ZodType>(schema: S, hint: { control: Control; mode: FieldMode }): S {
  schemaHints.set(schema, hint);
  return schema;
}

function hintOf(schema: z.ZodType): { control: Control; mode: FieldMode } {
  const inner = unwrap(schema);
  const hint = schemaHints.get(inner);
  if (hint) return hint;
  if (inner instanceof z.ZodEnum) return { control: "choice", mode: "fixed" };
  if (inner instanceof z.ZodBoolean) return { control: "toggle", mode: "fixed" };
  if (inner instanceof z.ZodNumber) return { control: "number", mode: "open" };
  if (inner instanceof z.ZodString) return { control: "text", mode: "fixed" };
  return { control: "json", mode: "fixed" };
}
