import { selectAll } from "css-select";
import { getAttributeValue, getInnerHTML, textContent } from "domutils";
import { DomHandler, Parser, type parseDocument } from "htmlparser2";
import { failure } from "../failure.ts";
import type { Json, JsonObject } from "../json/json.ts";
import { FailureError } from "../node-kit/outcome.ts";
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

/** Real pages stay below 100 levels; reading time grows with the square of the depth. */
const depthMax = 500;
/** Selectors that count siblings take time that grows with the square of their number: half a second at this many. */
const countedSiblingsMax = 20_000;

/**
 * Reads values out of HTML by CSS selectors. With `items`, one object for each element that it finds, whose fields are
 * looked for inside that element; without, one object for the page. What is not found is null. Never runs scripts and
 * never loads anything. A selector that is not one fails with `config`, a page past the limits with `cap`.
 */
export function readHtml(html: string, items: string, fields: readonly HtmlField[]): Parsed<Json> {
  try {
    const { page, siblingsMax } = readPage(html);
    const counting = [items, ...fields.map((field) => field.selector)].find((selector) => /:nth/i.test(selector));
    if (counting !== undefined && siblingsMax > countedSiblingsMax) {
      const message = `“${counting}” counts elements, and the page has ${siblingsMax} side by side. Use a selector without :nth.`;
      return { ok: false, failure: failure("cap", message) };
    }
    if (items.trim() === "") return parsed(fieldsOf(page, fields));
    return parsed(select(items, page).map((element) => fieldsOf(element, fields)));
  } catch (thrown) {
    if (thrown instanceof FailureError) return { ok: false, failure: thrown.failure };
    throw thrown;
  }
}

function readPage(html: string): { page: ReturnType<typeof parseDocument>; siblingsMax: number } {
  const handler = new DomHandler();
  const openTag = handler.onopentag.bind(handler);
  const closeTag = handler.onclosetag.bind(handler);
  const siblings = [0];
  let siblingsMax = 0;
  handler.onopentag = (name, attributes) => {
    openTag(name, attributes);
    const count = (siblings.at(-1) ?? 0) + 1;
    siblings[siblings.length - 1] = count;
    siblingsMax = Math.max(siblingsMax, count);
    siblings.push(0);
    if (siblings.length <= depthMax) return;
    throw new FailureError(failure("cap", `The HTML is nested more than ${depthMax} levels deep. Send less of it.`));
  };
  handler.onclosetag = () => {
    closeTag();
    siblings.pop();
  };
  new Parser(handler).end(html);
  return { page: handler.root, siblingsMax };
}

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
    const reason = thrown instanceof Error ? ` (${thrown.message})` : "";
    const message = `“${selector}” is not a CSS selector${reason}. Write it as in table.prices tr > td.name.`;
    throw new FailureError(failure("config", message));
  }
}

function taken(element: Scope, { take, attribute }: HtmlField): Json {
  if (take === "html") return getInnerHTML(element);
  if (take === "text") return textContent(element).replace(/\s+/g, " ").trim();
  return element.type === "root" ? null : (getAttributeValue(element, attribute) ?? null);
}
