import type { z } from "zod";
import { equalJson } from "../json/equal-json.ts";
import type { Json, JsonObject } from "../json/json.ts";
import { configFieldsOf, defaultOf } from "../node-kit/config-fields.ts";
import { type FormulaInConfig, formulasIn } from "../node-kit/formulas-in.ts";
import { type ConfigDefinition, type ConfigIssue, isVisible, parseConfig } from "../node-kit/parse-config.ts";
import { issuesOfRetryCodes } from "./retry-codes.ts";
import { type StepHandling, stepHandlingSchema } from "./step-handling.ts";
import { type WorkflowSettings, workflowSettingsSchema } from "./workflow-settings.ts";

/** What stands beside a node's own settings, read: with defaults, what is wrong, and the formulas in it. */
export type ParsedSettings<Settings> = {
  /** Undefined when nothing differs from how it comes. */
  readonly chosen: Settings | undefined;
  readonly issues: readonly ConfigIssue[];
  readonly formulas: readonly FormulaInConfig[];
};

/** Both schemas as forms and `parseConfig` take them: one object each, by which results are remembered. */
export const handlingDefinition: { readonly config: typeof stepHandlingSchema } = { config: stepHandlingSchema };
export const settingsDefinition: { readonly config: typeof workflowSettingsSchema } = {
  config: workflowSettingsSchema,
};

/** The handling of a step. Total: any JSON is answered. */
export function parseHandling(raw: JsonObject): ParsedSettings<StepHandling> {
  const parsed = parse<StepHandling>(handlingDefinition, raw);
  return parsed.chosen ? { ...parsed, issues: [...parsed.issues, ...issuesOfRetryCodes(parsed.chosen)] } : parsed;
}

/** The settings of a workflow. Total: any JSON is answered. */
export function parseSettings(raw: JsonObject): ParsedSettings<WorkflowSettings> {
  return parse<WorkflowSettings>(settingsDefinition, raw);
}

function parse<Settings>(definition: ConfigDefinition, raw: JsonObject): ParsedSettings<Settings> {
  const { config, issues } = parseConfig(definition, raw);
  const shown = withoutHidden(definition.config, config);
  const standard = parseConfig(definition, {}).config;
  const chosen = equalJson(shown, standard) ? undefined : (shown as Settings);
  return { chosen, issues, formulas: formulasIn(definition, config) };
}

/** What a form does not show counts as it comes: pauses between tries are nothing when there is one try. */
function withoutHidden(schema: z.ZodObject, config: JsonObject): JsonObject {
  const shown: Record<string, Json> = {};
  for (const field of configFieldsOf(schema)) {
    const value = isVisible(field, config) ? config[field.name] : defaultOf(field);
    if (value !== undefined) shown[field.name] = value;
  }
  return shown;
}
