import { caps } from "../caps.ts";
import { failure } from "../failure.ts";
import { isExpr, type Template } from "../graph/tagged.ts";
import { type Evaluated, evaluateExpression } from "./evaluate.ts";
import { FormulaError } from "./formula-error.ts";
import type { Scope } from "./scope.ts";
import { toText } from "./to-text.ts";

/** Joins a template's texts and the results of its formulas (null as nothing, lists and objects as JSON). Never throws. */
export function evaluateTemplate(template: Template, scope: Scope): Evaluated {
  let text = "";
  for (const part of template.$template) {
    if (isExpr(part)) {
      const result = evaluateExpression(part.$expr, scope);
      if (!result.ok) return result;
      try {
        text += toText(result.value);
      } catch (thrown) {
        if (!(thrown instanceof FormulaError)) throw thrown;
        return { ok: false, failure: failure("cap", thrown.message) };
      }
    } else text += part;
    if (text.length > caps.valueBytes) return { ok: false, failure: failure("cap", "The text gets larger than 2 MB.") };
  }
  return { ok: true, value: text };
}
