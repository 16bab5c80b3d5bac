import type { z } from "zod";
import { type ConfigField, configFieldsOf } from "../node-kit/config-fields.ts";

/** The field at a dotted path: `url`, or `fields.2.value` inside the rows of `fields`. */
export function configFieldAt(schema: z.ZodObject, path: string): ConfigField | undefined {
  const [name, , ...rest] = path.split(".");
  const field = configFieldsOf(schema).find((one) => one.name === name);
  return rest.length === 0 || !field ? field : field.row && configFieldAt(field.row, rest.join("."));
}
