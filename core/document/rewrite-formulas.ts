import * as Y from "yjs";
import { renameStep } from "../expression/rename-step.ts";
import { isExpr } from "../graph/tagged.ts";
import type { Json, JsonObject } from "../json/json.ts";
import { isJsonList, isJsonObject } from "../json/json.ts";
import { isSafeJson } from "../json/safe-json.ts";
import { configOf, type DocumentParts, handlingFieldOf } from "./layout.ts";

/** A raw value in which every formula went through `rewrite`. Keeps the identity of what did not change. */
export function mapFormulas(raw: Json, rewrite: (source: string) => string): Json {
  if (isExpr(raw)) {
    const source = rewrite(raw.$expr);
    return source === raw.$expr ? raw : { ...(raw as JsonObject), $expr: source };
  }
  if (isJsonList(raw)) {
    const items = raw.map((item) => mapFormulas(item, rewrite));
    return items.every((item, index) => item === raw[index]) ? raw : items;
  }
  if (!isJsonObject(raw)) return raw;
  const entries = Object.entries(raw).map(([name, value]) => [name, mapFormulas(value, rewrite)] as const);
  return entries.every(([name, value]) => value === raw[name]) ? raw : Object.fromEntries(entries);
}

/** Makes every formula of the document that reads `steps.<from>` read `steps.<to>`. */
export function renameStepInFormulas(parts: DocumentParts, from: string, to: string): void {
  const rewrite = (source: string) => (source.includes(from) ? renameStep(source, from, to) : source);
  rewriteEntries(parts.settings, rewrite);
  for (const node of parts.nodes.values()) {
    if (!(node instanceof Y.Map)) continue;
    rewriteEntries(node, rewrite, (entry) => handlingFieldOf(entry) !== null);
    const config = configOf(node);
    if (config) rewriteEntries(config, rewrite);
  }
}

function rewriteEntries(
  map: Y.Map<unknown>,
  rewrite: (source: string) => string,
  isSetting: (entry: string) => boolean = () => true,
): void {
  for (const [entry, raw] of [...map.entries()]) {
    if (!isSetting(entry)) continue;
    if (raw instanceof Y.Text) rewriteEmbeds(raw, rewrite);
    else if (isSafeJson(raw)) {
      const rewritten = mapFormulas(raw, rewrite);
      if (rewritten !== raw) map.set(entry, rewritten);
    }
  }
}

/** Replaces single formulas inside a text, so that what somebody types beside them stays. */
function rewriteEmbeds(text: Y.Text, rewrite: (source: string) => string): void {
  let at = 0;
  for (const { insert } of text.toDelta() as { insert: unknown }[]) {
    const length = typeof insert === "string" ? insert.length : 1;
    if (isExpr(insert)) {
      const source = rewrite(insert.$expr);
      if (source !== insert.$expr) {
        text.delete(at, 1);
        text.insertEmbed(at, { $expr: source });
      }
    }
    at += length;
  }
}
