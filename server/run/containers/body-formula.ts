import { type Evaluated, evaluateExpression } from "#core/expression/evaluate.ts";
import { evaluateTemplate } from "#core/expression/template.ts";
import { isExpr, isTemplate } from "#core/graph/tagged.ts";
import type { Json } from "#core/json/json.ts";
import { type Drive, triggerValue } from "../drive/drive.ts";
import type { Frame } from "./frames.ts";

type Inside = Pick<Frame, "steps" | "item" | "index">;

/** Evaluates a container's setting that may read the steps inside it, with `item` as what it is about. */
export function bodyFormula(drive: Drive, raw: Json, inside: Inside): Evaluated {
  if (!isExpr(raw) && !isTemplate(raw)) return { ok: true, value: raw };
  const scope = { ...bodyScope(drive, inside.steps, inside.item), index: inside.index };
  return isExpr(raw) ? evaluateExpression(raw.$expr, scope) : evaluateTemplate(raw, scope);
}

/** What such a setting can read, `index` apart. */
export function bodyScope(drive: Drive, steps: Frame["steps"], item: Json) {
  return { trigger: triggerValue(drive), steps, input: item, item, vars: {}, run: drive.facts };
}
