import type { z } from "zod";
import { wordsOfValue } from "../expression/define-function.ts";
import { evaluateExpression } from "../expression/evaluate.ts";
import type { Scope } from "../expression/scope.ts";
import { evaluateTemplate } from "../expression/template.ts";
import { type Failure, failure } from "../failure.ts";
import { isExpr, isTagged, isTemplate } from "../graph/tagged.ts";
import { isJsonObject, type Json, type JsonObject } from "../json/json.ts";
import { type ConfigField, configFieldsOf, defaultOf } from "./config-fields.ts";
import type { NodeDefinition } from "./define-node.ts";
import { describeIssue } from "./describe-issue.ts";
import type { ItemFormula } from "./field.ts";
import { FailureError } from "./outcome.ts";
import { isVisible } from "./parse-config.ts";

export type EvaluatedConfig<Schema extends z.ZodObject> =
  | { readonly ok: true; readonly config: z.output<Schema> }
  | { readonly ok: false; readonly failure: Failure };

/**
 * Turns settings that `parseConfig` gave into what `run` gets: formulas and templates evaluated and checked against
 * the schema once more (R4), item formulas as functions that throw FailureError. Never throws itself. What does not
 * depend on the scope is prepared once per config object, which must not be changed afterwards.
 */
export function evaluateConfig<Schema extends z.ZodObject>(
  definition: Pick<NodeDefinition<Schema>, "config">,
  config: JsonObject,
  scope: Scope,
): EvaluatedConfig<Schema> {
  try {
    return { ok: true, config: programOf(definition, config)(scope) as z.output<Schema> };
  } catch (thrown) {
    if (thrown instanceof FailureError) return { ok: false, failure: thrown.failure };
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return { ok: false, failure: failure("internal", `The settings could not be evaluated (${message}).`) };
  }
}

/** A field's dotted path, and which row it is in, for messages: ` of column 3`. */
type Where = { readonly path: string; readonly of: string };

/** Evaluates one part of the settings; throws FailureError. */
type Part = (scope: Scope) => unknown;

const programs = new WeakMap<JsonObject, { readonly schema: z.ZodObject; readonly program: Part }>();

function programOf(definition: { readonly config: z.ZodObject }, config: JsonObject): Part {
  const known = programs.get(config);
  if (known?.schema === definition.config) return known.program;
  const program = objectPart(configFieldsOf(definition.config), config, { path: "", of: "" });
  programs.set(config, { schema: definition.config, program });
  return program;
}

function objectPart(fields: readonly ConfigField[], raw: JsonObject, where: Where): Part {
  const filled = withDefaults(fields, raw);
  const parts = fields.map(
    (field) => [field.name, fieldPart(field, filled, { ...where, path: where.path + field.name })] as const,
  );
  return (scope) => {
    const object: Record<string, unknown> = {};
    for (const [name, part] of parts) {
      const value = part(scope);
      if (value !== undefined) object[name] = value;
    }
    return object;
  };
}

function withDefaults(fields: readonly ConfigField[], raw: JsonObject): JsonObject {
  const filled: Record<string, Json> = {};
  for (const field of fields) {
    const value = Object.hasOwn(raw, field.name) ? raw[field.name] : undefined;
    const own = value === undefined ? defaultOf(field) : value;
    if (own !== undefined) filled[field.name] = own;
  }
  return filled;
}

function fieldPart(field: ConfigField, config: JsonObject, where: Where): Part {
  const raw = config[field.name];
  if (!isVisible(field, config)) return hiddenPart(field, raw);
  if (field.row && Array.isArray(raw)) return rowsPart(field, raw, where);
  const { mode } = field.meta;
  if (mode === "item" && raw !== undefined && raw !== null) return itemPart(field, raw, where);
  if (mode === "open" && isExpr(raw)) {
    return (scope) => checked(field, settled(field, evaluateExpression(raw.$expr, scope), where), where);
  }
  if (mode === "open" && isTemplate(raw)) {
    return (scope) => checked(field, settled(field, evaluateTemplate(raw, scope), where), where);
  }
  return constantPart(field, raw, where);
}

/** A hidden setting has its fixed value if that is valid, else its default, else nothing; its formulas do not run. */
function hiddenPart(field: ConfigField, raw: Json | undefined): Part {
  for (const candidate of [raw, defaultOf(field)]) {
    if (candidate === undefined || isTagged(candidate)) continue;
    const parsed = field.schema.safeParse(candidate);
    if (parsed.success) return () => parsed.data;
  }
  return () => undefined;
}

function constantPart(field: ConfigField, raw: Json | undefined, where: Where): Part {
  const parsed = field.schema.safeParse(raw, { error: describeIssue });
  if (parsed.success) return () => parsed.data;
  const error = unfit(field, parsed.error.issues[0]?.message, where);
  return () => {
    throw error;
  };
}

function rowsPart(field: ConfigField, raw: readonly Json[], where: Where): Part {
  const fields = field.row ? configFieldsOf(field.row) : [];
  const { rowName = "row" } = field.meta;
  const rows = raw.map((row, at) => {
    const own = { path: `${where.path}.${at}.`, of: ` of ${rowName} ${at + 1}` };
    return objectPart(fields, isJsonObject(row) ? row : {}, own);
  });
  return (scope) => rows.map((row) => row(scope));
}

function itemPart(field: ConfigField, raw: Json, where: Where): Part {
  if (!isTagged(raw)) return () => () => raw;
  return (scope): ItemFormula => {
    // One scope per step, changed from item to item: evaluation is synchronous and keeps no hold of it.
    const own: Record<string, unknown> = { ...scope };
    return (item, index) => {
      own.item = item;
      own.index = index;
      const result = isExpr(raw)
        ? evaluateExpression(raw.$expr, own)
        : isTemplate(raw)
          ? evaluateTemplate(raw, own)
          : null;
      if (result?.ok) return result.value;
      throw new FailureError(named(field, result?.failure ?? failure("config", "No formula."), where, index));
    };
  };
}

function settled(field: ConfigField, result: ReturnType<typeof evaluateExpression>, where: Where): Json {
  if (result.ok) return result.value;
  throw new FailureError(named(field, result.failure, where));
}

function checked(field: ConfigField, value: Json, where: Where): unknown {
  const fitting = field.isText && (typeof value === "number" || typeof value === "boolean") ? String(value) : value;
  const parsed = field.schema.safeParse(fitting, { error: describeIssue });
  if (parsed.success) return parsed.data;
  const message = parsed.error.issues[0]?.message ?? "This value does not fit.";
  throw unfit(field, `${message} The formula gave ${typeof value === "number" ? value : wordsOfValue(value)}.`, where);
}

function unfit(field: ConfigField, message: string | undefined, where: Where): FailureError {
  const sentence = `“${field.meta.title}”${where.of}: ${message ?? "This value does not fit."}`;
  return new FailureError(failure("config", sentence, { details: { field: where.path } }));
}

/** The failure of a formula, told with the field's title, the item it happened on, and the field's path. */
function named(field: ConfigField, cause: Failure, where: Where, index?: number): Failure {
  const item = index === undefined ? "" : `, item ${index + 1}`;
  const details = isJsonObject(cause.details) ? cause.details : {};
  const more: JsonObject = index === undefined ? { field: where.path } : { field: where.path, item: index };
  return failure(cause.code, `“${field.meta.title}”${where.of}${item}: ${cause.message}`, {
    details: { ...details, ...more },
  });
}
