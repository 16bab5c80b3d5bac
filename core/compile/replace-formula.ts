import type { DocumentCommand } from "../document/commands.ts";
import { isTemplate } from "../graph/tagged.ts";
import { isJsonList, isJsonObject, type Json, type JsonObject } from "../json/json.ts";
import type { FormulaInConfig } from "../node-kit/formulas-in.ts";
import type { DraftNode } from "./draft-node.ts";

/** The command that puts another source in the place of one formula and leaves the rest of the setting as it is. */
export function replaceFormula(
  { id, config, handling }: DraftNode,
  formula: FormulaInConfig,
  source: string,
): DocumentCommand {
  const [field = "", ...path] = formula.field.split(".");
  if (field === "handling") {
    const [name = "", ...rest] = path;
    const raw = (handling as JsonObject | undefined)?.[name] ?? null;
    return { type: "node.handle", id, field: name, value: replaced(raw, rest, { formula, source }) };
  }
  return { type: "node.configure", id, field, value: replaced(config[field] ?? null, path, { formula, source }) };
}

type Change = { readonly formula: FormulaInConfig; readonly source: string };

function replaced(raw: Json, path: readonly string[], change: Change): Json {
  const [step, ...rest] = path;
  if (step === undefined) return replacedHere(raw, change);
  if (isJsonList(raw)) return raw.map((item, at) => (String(at) === step ? replaced(item, rest, change) : item));
  if (!isJsonObject(raw)) return raw;
  return { ...raw, [step]: replaced(raw[step] ?? null, rest, change) };
}

function replacedHere(raw: Json, { formula, source }: Change): Json {
  if (!isTemplate(raw)) return { $expr: source };
  return { $template: raw.$template.map((part, at) => (at === formula.part ? { $expr: source } : part)) };
}
