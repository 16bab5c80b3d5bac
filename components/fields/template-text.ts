import type { Template, TemplatePart } from "#core/graph/tagged.ts";
import { isExpr, isTemplate } from "#core/graph/tagged.ts";
import type { Json } from "#core/json/json.ts";

/**
 * In the editor a template is one text in which each formula stands between two private-use characters. They cannot be
 * typed, so ordinary text is never taken for a formula (R3); what is pasted is stripped of them.
 */
const open = "\uE000";
const close = "\uE001";
const marks = /[\uE000\uE001]/g;
const chip = /\uE000([^\uE000\uE001]*)\uE001/g;

export type Chip = { readonly from: number; readonly to: number; readonly source: string };

/** The editor's text of a raw value: a plain text, or a template with its formulas marked. */
export function editorTextOf(raw: Json | undefined): string {
  if (isTemplate(raw)) return raw.$template.map(partText).join("");
  if (isExpr(raw)) return chipText(raw.$expr);
  return typeof raw === "string"
    ? raw.replace(marks, "")
    : raw === null || raw === undefined
      ? ""
      : JSON.stringify(raw);
}

/** The raw value of an editor's text: a plain string when there is no formula in it. */
export function rawOfEditorText(text: string): string | Template {
  const parts: TemplatePart[] = [];
  let at = 0;
  for (const { from, to, source } of chipsIn(text)) {
    if (from > at) parts.push(text.slice(at, from).replace(marks, ""));
    parts.push({ $expr: source });
    at = to;
  }
  const rest = text.slice(at).replace(marks, "");
  if (parts.length === 0) return rest;
  if (rest !== "") parts.push(rest);
  return { $template: parts };
}

/** The marked formulas of an editor's text, in order. */
export function chipsIn(text: string): readonly Chip[] {
  return Array.from(text.matchAll(chip), (match) => ({
    from: match.index,
    to: match.index + match[0].length,
    source: match[1] ?? "",
  }));
}

/** One formula as it stands in an editor's text. Line ends inside become blanks: a chip is one line. */
export function chipText(source: string): string {
  return open + source.replace(marks, "").replace(/\s*\n\s*/g, " ") + close;
}

/** What a copy puts on the clipboard: formulas as `{{ source }}`. */
export function clipboardOf(text: string): string {
  return text.replace(chip, (_, source: string) => `{{ ${source} }}`).replace(marks, "");
}

/** What a paste brings in: `{{ source }}` becomes a formula, marks from elsewhere are dropped. */
export function editorTextOfClipboard(text: string): string {
  return text.replace(marks, "").replace(/\{\{\s*([^{}]+?)\s*\}\}/g, (_, source: string) => chipText(source));
}

/** The smallest replacement that turns one text into the other; null when they are equal. Keeps carets where they are. */
export function smallestChange(before: string, after: string): { from: number; to: number; insert: string } | null {
  if (before === after) return null;
  const most = Math.min(before.length, after.length);
  let from = 0;
  while (from < most && before[from] === after[from]) from++;
  let tail = 0;
  while (tail < most - from && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return { from, to: before.length - tail, insert: after.slice(from, after.length - tail) };
}

function partText(part: TemplatePart): string {
  return typeof part === "string" ? part.replace(marks, "") : chipText(part.$expr);
}
