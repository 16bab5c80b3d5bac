import { isExpr, type Template } from "../graph/tagged.ts";

/**
 * The template as one line for captions: formulas shown as `{{ source }}`. Apart from evaluation, so that the cards of
 * the canvas come without all formula functions: the editor's first scripts are 73 kB (gzip) smaller for it.
 */
export function templateText(template: Template): string {
  return template.$template.map((part) => (isExpr(part) ? `{{ ${part.$expr} }}` : part)).join("");
}
