import * as Y from "yjs";
import type { GraphNode, GraphNote } from "../graph/graph.ts";
import { equalJson } from "../json/equal-json.ts";
import type { Json, JsonObject } from "../json/json.ts";
import { isSafeJson } from "../json/safe-json.ts";
import { configOf, handlingEntry, handlingFieldOf } from "./layout.ts";
import { changeSharedText, fitsSharedText, isSharedText, makeSharedText, readSharedText } from "./shared-text.ts";

const nodeFields = ["type", "version", "key", "title", "x", "y", "w", "h", "parent", "disabled"] as const;
const noteFields = ["x", "y", "w", "h", "color"] as const;

/** A new map with all that a node is; the caller hangs it into the document once. */
export function makeNode(node: GraphNode): Y.Map<unknown> {
  const map = new Y.Map<unknown>();
  for (const field of nodeFields) map.set(field, node[field]);
  if (node.pinned !== undefined) map.set("pinned", node.pinned);
  for (const [field, raw] of Object.entries(node.handling ?? {})) map.set(handlingEntry(field), makeField(raw));
  const config = new Y.Map<unknown>();
  for (const [field, raw] of Object.entries(node.config)) config.set(field, makeField(raw));
  map.set("config", config);
  return map;
}

/** Changes a node's map into another node by writing only what differs. */
export function changeNode(map: Y.Map<unknown>, node: GraphNode): void {
  for (const field of nodeFields) setIfOther(map, field, node[field]);
  setIfOther(map, "pinned", node.pinned);
  changeHandling(map, node.handling ?? {});
  const config = configOf(map);
  if (config) changeFields(config, node.config);
  else map.set("config", makeNode(node).get("config"));
}

function changeHandling(map: Y.Map<unknown>, handling: JsonObject): void {
  for (const entry of [...map.keys()]) {
    const field = handlingFieldOf(entry);
    if (field !== null && !Object.hasOwn(handling, field)) map.delete(entry);
  }
  for (const [field, raw] of Object.entries(handling)) setField(map, handlingEntry(field), raw);
}

/** Makes a map of settings equal to these by writing only what differs. */
export function changeFields(map: Y.Map<unknown>, fields: JsonObject): void {
  for (const field of [...map.keys()]) if (!Object.hasOwn(fields, field)) map.delete(field);
  for (const [field, raw] of Object.entries(fields)) setField(map, field, raw);
}

/** Writes one setting; text goes into the Y.Text that is there by the smallest change. Undefined takes it away. */
export function setField(config: Y.Map<unknown>, field: string, raw: Json | undefined): void {
  const old = config.get(field);
  if (raw === undefined) {
    if (config.has(field)) config.delete(field);
    return;
  }
  if (old instanceof Y.Text) {
    if (equalJson(readSharedText(old), raw)) return;
    if (fitsSharedText(raw)) changeSharedText(old, raw);
    else config.set(field, raw);
    return;
  }
  if (config.has(field) && isSafeJson(old) && equalJson(old, raw)) return;
  config.set(field, makeField(raw));
}

export function makeNote(note: GraphNote): Y.Map<unknown> {
  const map = new Y.Map<unknown>();
  for (const field of noteFields) map.set(field, note[field]);
  map.set("text", new Y.Text(note.text));
  return map;
}

export function changeNote(map: Y.Map<unknown>, change: Partial<GraphNote>): void {
  for (const field of noteFields) if (change[field] !== undefined) setIfOther(map, field, change[field]);
  if (change.text === undefined) return;
  const text = map.get("text");
  if (!(text instanceof Y.Text)) map.set("text", new Y.Text(change.text));
  else if (text.toString() !== change.text) changeSharedText(text, change.text);
}

/** Sets a plain value only when it differs, so that nothing is written, sent or undone for nothing. */
export function setIfOther(map: Y.Map<unknown>, field: string, value: Json | undefined): void {
  if (value === undefined) {
    if (map.has(field)) map.delete(field);
    return;
  }
  const old = map.get(field);
  if (!map.has(field) || !isSafeJson(old) || !equalJson(old, value)) map.set(field, value);
}

function makeField(raw: Json): unknown {
  return isSharedText(raw) ? makeSharedText(raw) : raw;
}
