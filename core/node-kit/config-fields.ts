import type { z } from "zod";
import type { Json } from "../json/json.ts";
import { type FieldMeta, fieldMetaOf, rowSchemaOf, unwrap } from "./field.ts";

/** One field of a settings schema with everything that parsing and evaluating need. */
export type ConfigField = {
  readonly name: string;
  readonly schema: z.ZodType;
  readonly meta: FieldMeta;
  /** Schema of one row, for tables. */
  readonly row: z.ZodObject | undefined;
  /** True where only text fits: numbers and true or false that a formula gives become text there. */
  readonly isText: boolean;
};

const known = new WeakMap<z.ZodObject, readonly ConfigField[]>();

/** The fields of a settings schema or of a row, in order. */
export function configFieldsOf(schema: z.ZodObject): readonly ConfigField[] {
  const before = known.get(schema);
  if (before) return before;
  const fields = Object.entries(schema.shape as Record<string, z.ZodType>).map(
    ([name, own]): ConfigField => ({
      name,
      schema: own,
      meta: fieldMetaOf(own) ?? { title: name, control: "json", mode: "fixed" },
      row: rowSchemaOf(own),
      isText: unwrap(own).def.type === "string",
    }),
  );
  known.set(schema, fields);
  return fields;
}

/** The field's default as a raw setting (it may be a formula); undefined when it has none. */
export function defaultOf(field: ConfigField): Json | undefined {
  const parsed = field.schema.safeParse(undefined);
  return parsed.success ? (parsed.data as Json | undefined) : undefined;
}
