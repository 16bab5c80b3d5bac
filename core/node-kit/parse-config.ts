import { isExpr, isTagged, isTemplate } from "../graph/tagged.ts";
import { isJsonObject, type Json, type JsonObject } from "../json/json.ts";
import { type ConfigField, configFieldsOf, defaultOf } from "./config-fields.ts";
import type { NodeDefinition } from "./define-node.ts";
import { describeIssue } from "./describe-issue.ts";

export type ConfigIssue = {
  /** Dotted path: `url`, `fields.2.value`. */
  readonly field: string;
  /** A plain sentence that names the field by its title. */
  readonly message: string;
  readonly code: "invalid" | "missing" | "formula-not-allowed" | "unknown-field";
};

export type ParsedConfig = { readonly config: JsonObject; readonly issues: readonly ConfigIssue[] };

/** What `parseConfig`, captions and forms need of a definition. */
export type ConfigDefinition = Pick<NodeDefinition, "config">;

/**
 * Reads raw settings: fills in defaults, checks fixed values, and leaves formulas and templates as they are where the
 * field takes them. Fields that `visibleWhen` hides are not checked. Total: any JSON gives a config to draw with, and
 * `issues` says what is wrong with it. The same raw object gives the same result object.
 */
export function parseConfig(definition: ConfigDefinition, raw: JsonObject): ParsedConfig {
  const before = parsedBefore.get(raw);
  if (before?.definition === definition) return before.parsed;
  const issues: ConfigIssue[] = [];
  const parsed = { config: parseFields(configFieldsOf(definition.config), raw, { path: "", of: "", issues }), issues };
  parsedBefore.set(raw, { definition, parsed });
  return parsed;
}

const parsedBefore = new WeakMap<JsonObject, { definition: ConfigDefinition; parsed: ParsedConfig }>();

/** Whether a field is drawn and checked with these settings (of the step, or of its row); a predicate that throws hides nothing. */
export function isVisible(field: ConfigField, config: JsonObject): boolean {
  try {
    return field.meta.visibleWhen?.(config) ?? true;
  } catch {
    return true;
  }
}

/** `of` says which row it is, for messages: ` of column 3`. */
type Place = { readonly path: string; readonly of: string; readonly issues: ConfigIssue[] };

function parseFields(fields: readonly ConfigField[], raw: JsonObject, place: Place): JsonObject {
  const config: Record<string, Json> = {};
  for (const field of fields) {
    const value = Object.hasOwn(raw, field.name) ? raw[field.name] : undefined;
    const filled = value === undefined ? defaultOf(field) : value;
    if (filled !== undefined) config[field.name] = filled;
  }
  // Visibility looks at the settings with every default filled in, whatever the order of the fields.
  const before: JsonObject = { ...config };
  for (const field of fields) {
    const own = { ...place, path: place.path + field.name };
    if (!isVisible(field, before)) continue;
    const value = parseField(field, config[field.name], own);
    if (value !== undefined) config[field.name] = value;
  }
  for (const name of Object.keys(raw)) {
    if (fields.some((field) => field.name === name) || raw[name] === undefined) continue;
    const message = `There is no setting named "${name}" here. Remove it.`;
    place.issues.push({ field: place.path + name, message, code: "unknown-field" });
  }
  return config;
}

function parseField(field: ConfigField, value: Json | undefined, place: Place): Json | undefined {
  const { title, mode } = field.meta;
  const complain = (code: ConfigIssue["code"], message: string) =>
    place.issues.push({ field: place.path, message, code });
  if (isTagged(value)) {
    if (mode === "fixed") {
      complain(
        "formula-not-allowed",
        `“${title}”${place.of} takes a fixed value only. Replace the formula by a value.`,
      );
      return defaultOf(field) ?? value;
    }
    if (!isWellFormed(value)) {
      complain("invalid", `“${title}”${place.of} holds a formula that cannot be read. Write it again.`);
      return value;
    }
    const fixed = fixedText(value);
    if (fixed !== null) checkFixed(field, fixed, place.of, complain);
    return value;
  }
  if (value === undefined) {
    complain("missing", `“${title}”${place.of} is missing. Fill it in.`);
    return undefined;
  }
  return field.row && Array.isArray(value)
    ? parseRows(field, value, place)
    : checkFixed(field, value, place.of, complain);
}

type Complain = (code: ConfigIssue["code"], message: string) => void;

function checkFixed(field: ConfigField, value: Json, of: string, complain: Complain): Json {
  const parsed = field.schema.safeParse(value, { error: describeIssue });
  if (parsed.success) return (parsed.data === undefined ? value : parsed.data) as Json;
  const { title } = field.meta;
  if (value === "" || value === null) complain("missing", `“${title}”${of} is missing. Fill it in.`);
  else complain("invalid", `“${title}”${of}: ${parsed.error.issues[0]?.message ?? "this value does not fit."}`);
  return defaultOf(field) ?? value;
}

function parseRows(field: ConfigField, rows: readonly Json[], place: Place): Json {
  const { title, rowName = "row" } = field.meta;
  // Rows may hold formulas, which the row's schema does not know: only what the list itself asks for is checked here.
  const parsed = field.schema.safeParse(rows, { error: describeIssue });
  for (const issue of parsed.error?.issues ?? []) {
    if (issue.path.length > 0) continue;
    place.issues.push({ field: place.path, message: `“${title}”: ${issue.message}`, code: "invalid" });
  }
  const fields = field.row ? configFieldsOf(field.row) : [];
  return rows.map((row, at) => {
    if (isJsonObject(row))
      return parseFields(fields, row, { ...place, path: `${place.path}.${at}.`, of: ` of ${rowName} ${at + 1}` });
    const message = `“${title}”: ${rowName} ${at + 1} is not an object. Remove it and add it again.`;
    place.issues.push({ field: `${place.path}.${at}`, message, code: "invalid" });
    return {};
  });
}

/** The text of a template without formulas; null for everything that is computed. */
function fixedText(value: Json): string | null {
  if (!isTemplate(value) || value.$template.some((part) => typeof part !== "string")) return null;
  return value.$template.join("");
}

function isWellFormed(value: Json | undefined): boolean {
  if (!isJsonObject(value) || Object.keys(value).length !== 1) return false;
  if (isExpr(value)) return true;
  return isTemplate(value) && value.$template.every((part) => typeof part === "string" || isExpr(part));
}
