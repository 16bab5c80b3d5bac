import * as Y from "yjs";
import { isExpr, isTemplate, type Template, type TemplatePart } from "../graph/tagged.ts";
import type { Json } from "../json/json.ts";

/**
 * Long texts and templates live in the document as Y.Text, formulas as embeds `{ $expr }`, so that two people can type
 * in one field. The attribute `kind` tells a template from a plain text; both look alike while there is no formula.
 */
const plainTextLengthMax = 60;

/** True when this raw value is kept as Y.Text from the start; short plain strings (a choice, a name) are not. */
export function isSharedText(raw: Json): raw is string | (Template & Json) {
  if (typeof raw === "string") return raw.length > plainTextLengthMax || raw.includes("\n");
  return isCleanTemplate(raw);
}

/** A template with nothing in it but texts and formulas; anything else is kept as plain JSON. */
function isCleanTemplate(raw: Json): raw is Template & Json {
  return (
    isTemplate(raw) &&
    Object.keys(raw).length === 1 &&
    raw.$template.every((part) => typeof part === "string" || (isExpr(part) && Object.keys(part).length === 1))
  );
}

/** True when the raw value can be written into an existing Y.Text. */
export function fitsSharedText(raw: Json): raw is string | (Template & Json) {
  return typeof raw === "string" || isCleanTemplate(raw);
}

export function makeSharedText(raw: string | Template): Y.Text {
  const text = new Y.Text();
  writeSharedText(text, raw, []);
  return text;
}

/** The raw value of a Y.Text: a string, or a template with neighbouring texts joined. */
export function readSharedText(text: Y.Text): string | (Template & Json) {
  const parts = partsFrom(unitsIn(text));
  if (text.getAttribute("kind") === "template" || parts.some((part) => typeof part !== "string")) {
    return { $template: parts };
  }
  return parts.join("");
}

/** Changes a Y.Text into another raw value by the smallest replacement, so that what others type beside it stays. */
export function changeSharedText(text: Y.Text, raw: string | Template): void {
  writeSharedText(text, raw, unitsIn(text));
}

function writeSharedText(text: Y.Text, raw: string | Template, before: readonly Unit[]): void {
  const kind = typeof raw === "string" ? "text" : "template";
  if (text.doc === null || text.getAttribute("kind") !== kind) text.setAttribute("kind", kind);
  const after = unitsOf(typeof raw === "string" ? [raw] : raw.$template);
  const { start, end } = changedMiddle(before, after);
  if (before.length - end > start) text.delete(start, before.length - end - start);
  let at = start;
  for (const part of partsFrom(after.slice(start, after.length - end))) {
    if (typeof part === "string") {
      text.insert(at, part);
      at += part.length;
    } else {
      text.insertEmbed(at, { $expr: part.$expr });
      at += 1;
    }
  }
}

function unitsIn(text: Y.Text): Unit[] {
  const units: Unit[] = [];
  for (const { insert } of text.toDelta() as { insert: unknown }[]) {
    if (typeof insert === "string") units.push(...unitsOf([insert]));
    // What is neither text nor a formula still takes one place, so that positions stay right; it reads as nothing.
    else units.push(isExpr(insert) ? { $expr: insert.$expr } : null);
  }
  return units;
}

/** One UTF-16 code unit, one formula, or a foreign embed. */
type Unit = string | { readonly $expr: string } | null;

function unitsOf(parts: readonly TemplatePart[]): Unit[] {
  return parts.flatMap((part): Unit[] => (typeof part === "string" ? part.split("") : [{ $expr: part.$expr }]));
}

function partsFrom(units: readonly Unit[]): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let run = "";
  for (const unit of units) {
    if (typeof unit === "string") {
      run += unit;
      continue;
    }
    if (unit === null) continue;
    if (run !== "") parts.push(run);
    run = "";
    parts.push(unit);
  }
  if (run !== "") parts.push(run);
  return parts;
}

/** Lengths of what two texts share at their beginning and at their end; surrogate pairs are never cut. */
function changedMiddle(before: readonly Unit[], after: readonly Unit[]): { start: number; end: number } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && sameUnit(before[start], after[start])) start++;
  if (start > 0 && isHighSurrogate(before[start - 1])) start--;
  let end = 0;
  while (end < shorter - start && sameUnit(before[before.length - 1 - end], after[after.length - 1 - end])) end++;
  if (end > 0 && isLowSurrogate(before[before.length - end])) end--;
  return { start, end };
}

function sameUnit(a: Unit | undefined, b: Unit | undefined): boolean {
  if (typeof a === "object" && typeof b === "object") return a !== null && b !== null && a.$expr === b.$expr;
  return a === b;
}

function isHighSurrogate(unit: Unit | undefined): boolean {
  return typeof unit === "string" && unit >= "\ud800" && unit <= "\udbff";
}

function isLowSurrogate(unit: Unit | undefined): boolean {
  return typeof unit === "string" && unit >= "\udc00" && unit <= "\udfff";
}
