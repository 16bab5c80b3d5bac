import { isExpr, isTemplate } from "../graph/tagged.ts";
import { isJsonObject, type Json, type JsonObject } from "../json/json.ts";
import { type ConfigField, configFieldsOf } from "./config-fields.ts";
import { type ConfigDefinition, isVisible } from "./parse-config.ts";

export type FormulaInConfig = {
  /** Dotted path of the field: `url`, `fields.2.value`. */
  readonly field: string;
  readonly source: string;
  /** `item` formulas also see `item` and `index`. */
  readonly mode: "open" | "item";
  /** Place in the template's parts; absent when the formula is the whole value. */
  readonly part?: number;
};

/** Every formula in settings that `parseConfig` gave, those inside templates and rows too; hidden fields are left out. */
export function formulasIn(definition: ConfigDefinition, config: JsonObject): readonly FormulaInConfig[] {
  return inFields(configFieldsOf(definition.config), config, "");
}

function inFields(fields: readonly ConfigField[], config: JsonObject, path: string): FormulaInConfig[] {
  return fields.flatMap((field) => {
    const value = config[field.name];
    return value === undefined || !isVisible(field, config) ? [] : inField(field, value, path + field.name);
  });
}

function inField(field: ConfigField, value: Json, path: string): FormulaInConfig[] {
  const { row, meta } = field;
  if (row && Array.isArray(value)) {
    const fields = configFieldsOf(row);
    return value.flatMap((item, at) => (isJsonObject(item) ? inFields(fields, item, `${path}.${at}.`) : []));
  }
  if (meta.mode === "fixed") return [];
  if (isExpr(value)) return [{ field: path, source: value.$expr, mode: meta.mode }];
  if (!isTemplate(value)) return [];
  const { mode } = meta;
  return value.$template.flatMap((part, at) =>
    isExpr(part) ? [{ field: path, source: part.$expr, mode, part: at }] : [],
  );
}
