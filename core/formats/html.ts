import { selectAll } from "css-select";
import { getAttributeValue, getInnerHTML, textContent } from "domutils";
import { parseDocument } from "htmlparser2";
import { failure } from "../failure.ts";
import type { Json, JsonObject } from "../json/json.ts";
import { type Parsed, parsed } from "./parsed.ts";

/** What to take from a page: from the elements that `selector` finds, or from the whole when it is empty. */
export type HtmlField = {
  readonly name: string;
  readonly selector: string;
  readonly take: "text" | "html" | "attribute";
  /** Name of the attribute when `take` is "attribute". */
  readonly attribute: string;
  /** All elements as a list, instead of the first one. */
  readonly all: boolean;
};

/**
 * Reads values out of HTML by CSS selectors. With `items`, one object for each element that it finds, whose fields are
 * looked for inside that element; without, one object for the page. What is not found is null. Never runs scripts and
 * never loads anything. A selector that is not one fails with `config`.
 */
export function readHtml(html: string, items: string, fields: readonly HtmlField[]): Parsed<Json> {
  try {
    const page = parseDocument(html);
    if (items.trim() === "") return parsed(fieldsOf(page, fields));
    return parsed(select(items, page).map((element) => fieldsOf(element, fields)));
  } catch (thrown) {
    if (thrown instanceof SelectorError) return { ok: false, failure: failure("config", thrown.message) };
    if (!(thrown instanceof RangeError)) throw thrown;
    return { ok: false, failure: failure("parse", "The HTML is nested too deeply to be read.") };
  }
}

class SelectorError extends Error {}

type Element = Parameters<typeof getAttributeValue>[0];
type Scope = ReturnType<typeof parseDocument> | Element;

function fieldsOf(scope: Scope, fields: readonly HtmlField[]): JsonObject {
  return Object.fromEntries(fields.map((field) => [field.name, fieldOf(scope, field)]));
}

function fieldOf(scope: Scope, field: HtmlField): Json {
  const found: readonly Scope[] = field.selector.trim() === "" ? [scope] : select(field.selector, scope);
  if (field.all) return found.map((element) => taken(element, field));
  return found[0] === undefined ? null : taken(found[0], field);
}

function select(selector: string, scope: Scope): Element[] {
  try {
    return selectAll<Scope, Element>(selector, scope);
  } catch (thrown) {
    if (thrown instanceof RangeError) throw thrown;
    const reason = thrown instanceof Error ? ` (${thrown.message})` : "";
    throw new SelectorError(`“${selector}” is not a CSS selector${reason}. Write it as in table.prices tr > td.name.`);
  }
}

function taken(element: Scope, { take, attribute }: HtmlField): Json {
  if (take === "html") return getInnerHTML(element);
  if (take === "text") return textContent(element).replace(/\s+/g, " ").trim();
  return element.type === "root" ? null : (getAttributeValue(element, attribute) ?? null);
}
