import type { FormulaInConfig } from "../node-kit/formulas-in.ts";
import { type DraftNode, kindOf } from "./draft-node.ts";

/**
 * From where a formula of a step looks: from its start, or, in a container, from where what it holds is behind it.
 * The condition of a `repeat` that goes on while it holds is asked before the first round too.
 */
export function seenFrom(
  node: DraftNode,
  { field, mode }: Pick<FormulaInConfig, "field" | "mode">,
): "start" | "result" {
  if (field.startsWith("handling.")) return "start";
  switch (kindOf(node)) {
    case "each":
      return mode === "item" ? "result" : "start";
    case "repeat":
      return mode === "item" && !(field === "condition" && node.config.mode === "while") ? "result" : "start";
    case "state":
      return "result";
    default:
      return "start";
  }
}
