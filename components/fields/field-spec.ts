import * as z from "zod";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { FieldMeta } from "#core/node-kit/field.ts";
import { fieldMetaOf, rowSchemaOf, unwrap } from "#core/node-kit/field.ts";

/** What the form needs to know about one field of a node type: read from the zod shape and its meta. */
export type FieldSpec = {
  readonly name: string;
  readonly meta: FieldMeta;
  /** True when the settings are invalid without it. */
  readonly required: boolean;
  /** The schema's default; undefined when it has none. */
  readonly initial: Json | undefined;
  readonly nullable: boolean;
  /** Values of a choice, in the order of the schema. */
  readonly choices: readonly string[];
  /** Bounds of a number; undefined when it has none. */
  readonly bounds: { readonly min?: number; readonly max?: number; readonly whole: boolean };
  /** Fields of one row, for `rows`. */
  readonly row: readonly FieldSpec[];
};

const known = new WeakMap<z.ZodObject, readonly FieldSpec[]>();

/** The fields of a settings schema in the order in which they are written; schemas without a meta are left out. */
export function fieldSpecsOf(schema: z.ZodObject): readonly FieldSpec[] {
  const before = known.get(schema);
  if (before) return before;
  const specs = Object.entries(schema.shape).flatMap(([name, part]) => specOf(name, part as z.ZodType));
  known.set(schema, specs);
  return specs;
}

/** Raw settings with the default of every field that is missing; unknown fields are kept. */
export function withDefaults(specs: readonly FieldSpec[], raw: JsonObject): JsonObject {
  const missing = specs.filter((spec) => raw[spec.name] === undefined && spec.initial !== undefined);
  if (missing.length === 0) return raw;
  return { ...raw, ...Object.fromEntries(missing.map((spec) => [spec.name, spec.initial as Json])) };
}

/** True when the field is to be drawn for these settings (defaults filled in). A rule that throws hides nothing. */
export function isFieldVisible(spec: FieldSpec, config: JsonObject): boolean {
  if (!spec.meta.visibleWhen) return true;
  try {
    return spec.meta.visibleWhen(config);
  } catch {
    return true;
  }
}

/** A new row with every default filled in, and the empty value of its control where there is none. */
export function emptyRow(specs: readonly FieldSpec[]): JsonObject {
  return Object.fromEntries(specs.map((spec) => [spec.name, spec.initial ?? emptyValueOf(spec)]));
}

/** What a field holds before anybody wrote in it. */
export function emptyValueOf(spec: FieldSpec): Json {
  if (spec.nullable) return null;
  switch (spec.meta.control) {
    case "number":
      return spec.bounds.min ?? 0;
    case "toggle":
      return false;
    case "choice":
      return spec.choices[0] ?? "";
    case "rows":
      return [];
    case "json":
      return null;
    case "formula":
      return { $expr: "" };
    default:
      return "";
  }
}

function specOf(name: string, schema: z.ZodType): readonly FieldSpec[] {
  const meta = fieldMetaOf(schema);
  if (!meta) return [];
  const inner = unwrap(schema);
  const row = rowSchemaOf(schema);
  const absent = schema.safeParse(undefined);
  return [
    {
      name,
      meta,
      required: !absent.success,
      initial: initialOf(schema),
      nullable: isNullable(schema),
      choices: inner instanceof z.ZodEnum ? inner.options.map(String) : [],
      bounds: boundsOf(inner),
      row: row ? fieldSpecsOf(row) : [],
    },
  ];
}

/** The default as written: it may be a tagged formula, which the schema itself would refuse. */
function initialOf(schema: z.ZodType): Json | undefined {
  let inner: z.ZodType = schema;
  while (inner instanceof z.ZodDefault || inner instanceof z.ZodNullable || inner instanceof z.ZodOptional) {
    if (inner instanceof z.ZodDefault) return inner.def.defaultValue as Json;
    inner = inner.unwrap() as z.ZodType;
  }
  return undefined;
}

function isNullable(schema: z.ZodType): boolean {
  let inner: z.ZodType = schema;
  while (inner instanceof z.ZodDefault || inner instanceof z.ZodOptional) inner = inner.unwrap() as z.ZodType;
  return inner instanceof z.ZodNullable;
}

function boundsOf(schema: z.ZodType): FieldSpec["bounds"] {
  if (!(schema instanceof z.ZodNumber)) return { whole: false };
  const { minValue, maxValue, format } = schema;
  const whole = format === "safeint" || format === "int32" || format === "uint32";
  return {
    whole,
    ...(minValue !== null && minValue > Number.MIN_SAFE_INTEGER && Number.isFinite(minValue) && { min: minValue }),
    ...(maxValue !== null && maxValue < Number.MAX_SAFE_INTEGER && Number.isFinite(maxValue) && { max: maxValue }),
  };
}
