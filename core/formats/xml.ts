import { XMLParser, XMLValidator } from "fast-xml-parser";
import { caps } from "../caps.ts";
import { failure } from "../failure.ts";
import type { Json, JsonObject } from "../json/json.ts";
import { isSafeKey } from "../json/safe-json.ts";
import { type Parsed, parsed, unsafeNameSentence } from "./parsed.ts";

/**
 * Reads XML text: one object with the root element. An element with nothing but text is that text; attributes are
 * fields with an @ before their name; text beside attributes or elements is `#text`; elements of the same name become
 * a list. Elements named in `lists` are always a list, also when there is only one. Everything stays text.
 * Entities that the document declares are expanded within narrow limits; nothing outside the text is ever read.
 */
export function parseXml(text: string, lists: ReadonlySet<string> = new Set()): Parsed<JsonObject> {
  const source = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const valid = XMLValidator.validate(source.trimStart());
  if (valid !== true) return failedAt(valid.err.msg, valid.err.line, valid.err.col);
  try {
    const nodes = xmlParser().parse(source.trimStart()) as readonly OrderedNode[];
    return parsed(elementsToObject(nodes, lists));
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    return { ok: false, failure: failure("parse", `The XML cannot be read: ${reason.replace(/^\[SECURITY\] /, "")}`) };
  }
}

/** As the parser gives it with `preserveOrder`: the element's name holds its children; `:@` its attributes. */
type OrderedNode = { readonly [name: string]: unknown };

function xmlParser(): XMLParser {
  return new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: "",
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: true,
    ignoreDeclaration: true,
    ignorePiTags: true,
    maxNestedTags: caps.jsonDepth - 1,
    processEntities: {
      enabled: true,
      maxTotalExpansions: 100_000,
      maxExpandedLength: caps.valueBytes,
      maxExpansionDepth: 4,
    },
  });
}

function failedAt(sentence: string, line: number, column: number | undefined): Parsed<never> {
  const at = { line, column: column ?? 1 };
  const message = `Line ${at.line}, column ${at.column}: ${sentence}`;
  return { ok: false, failure: failure("parse", message, { details: at }) };
}

function elementsToObject(nodes: readonly OrderedNode[], lists: ReadonlySet<string>): JsonObject {
  const found = new Map<string, Json[]>();
  for (const node of nodes) {
    for (const [name, children] of Object.entries(node)) {
      if (name === ":@" || name === "#text" || !Array.isArray(children)) continue;
      if (!isSafeKey(name)) throw new Error(unsafeNameSentence(name));
      const value = elementValue(node, children as readonly OrderedNode[], lists);
      const before = found.get(name);
      if (before === undefined) found.set(name, [value]);
      else before.push(value);
    }
  }
  const fields = Array.from(found, ([name, values]): [string, Json] => {
    return [name, values.length === 1 && !lists.has(name) ? (values[0] ?? "") : values];
  });
  return Object.fromEntries(fields);
}

function elementValue(node: OrderedNode, children: readonly OrderedNode[], lists: ReadonlySet<string>): Json {
  const text = children.map((child) => (typeof child["#text"] === "string" ? child["#text"] : "")).join("");
  const attributes = Object.entries((node[":@"] ?? {}) as Readonly<Record<string, string>>);
  const inner = elementsToObject(children, lists);
  if (attributes.length === 0 && Object.keys(inner).length === 0) return text;
  const named = attributes.map(([name, value]) => [`@${name}`, String(value)] as const);
  return { ...Object.fromEntries(named), ...inner, ...(text === "" ? {} : { "#text": text }) };
}
