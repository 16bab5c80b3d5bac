import * as Y from "yjs";
import type { EdgeEnds, GraphEdge, GraphMeta, GraphNode, GraphNote } from "../graph/graph.ts";
import { edgeIdOf, isPortName, noteColors } from "../graph/graph.ts";
import { isId, type NodeId, type NoteId } from "../id.ts";
import { equalJson } from "../json/equal-json.ts";
import type { Json, JsonObject } from "../json/json.ts";
import { isSafeJson, isSafeKey } from "../json/safe-json.ts";
import { configOf, handlingFieldOf } from "./layout.ts";
import { readSharedText } from "./shared-text.ts";

/**
 * Reads one part of a document, which may hold anything: what is not whole is undefined, never an exception. A part
 * that did not change keeps the identity that `previous` had, down to the settings of a node.
 */
export function readNode(id: string, value: unknown, previous?: GraphNode): GraphNode | undefined {
  if (!isId("n", id) || !(value instanceof Y.Map)) return undefined;
  const type = value.get("type");
  const version = value.get("version");
  const key = value.get("key");
  const title = value.get("title");
  const x = value.get("x");
  const y = value.get("y");
  const config = configOf(value);
  if (!isText(type) || !isText(key) || !isText(title) || !config) return undefined;
  if (!isNumber(x) || !isNumber(y) || !Number.isInteger(version)) return undefined;
  const parent = value.get("parent");
  const pinned: unknown = value.get("pinned");
  const node: GraphNode = {
    id,
    type,
    version: version as number,
    key,
    title,
    x,
    y,
    w: sizeOf(value.get("w")),
    h: sizeOf(value.get("h")),
    parent: isId("n", parent) ? parent : null,
    disabled: value.get("disabled") === true,
    config: readFields(config, previous?.config),
    ...handlingOf(value, previous),
    ...(pinned !== undefined && isSafeJson(pinned) ? { pinned: keep(pinned, previous?.pinned) } : {}),
  };
  return previous && sameFields(node, previous) ? previous : node;
}

function handlingOf(node: Y.Map<unknown>, previous: GraphNode | undefined): Pick<GraphNode, "handling"> {
  const handling = readFields(node, previous?.handling, handlingFieldOf);
  return Object.keys(handling).length > 0 ? { handling } : {};
}

/** Settings by field; `fieldOf` says which entries of the map are fields, and their names. */
function readFields(
  map: Y.Map<unknown>,
  previous: JsonObject | undefined,
  fieldOf: (entry: string) => string | null = (entry) => entry,
): JsonObject {
  const fields: Record<string, Json> = {};
  for (const entry of [...map.keys()].sort()) {
    const field = fieldOf(entry);
    if (field === null || !isSafeKey(field)) continue;
    const raw = map.get(entry);
    const value: unknown = raw instanceof Y.Text ? readSharedText(raw) : raw;
    if (isSafeJson(value)) fields[field] = keep(value, previous?.[field]);
  }
  return previous && sameFields(fields, previous) ? previous : fields;
}

/** Undefined when none was chosen. */
export function readSettings(map: Y.Map<unknown>, previous: JsonObject | undefined): JsonObject | undefined {
  const settings = readFields(map, previous);
  return Object.keys(settings).length > 0 ? settings : undefined;
}

/** Ends of an edge whose key says the same as its value; whether the ends exist is for the reader to say. */
export function readEdge(id: string, value: unknown, previous?: GraphEdge): GraphEdge | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { source, sourcePort, target, targetPort } = value as Partial<EdgeEnds>;
  if (!isId("n", source) || !isId("n", target) || !isPortName(sourcePort) || !isPortName(targetPort)) return undefined;
  const ends = { source, sourcePort, target, targetPort };
  const edgeId = edgeIdOf(ends);
  if (edgeId !== id) return undefined;
  return previous ?? { id: edgeId, ...ends };
}

export function readNote(id: string, value: unknown, previous?: GraphNote): GraphNote | undefined {
  if (!isId("note", id) || !(value instanceof Y.Map)) return undefined;
  const [x, y, w, h] = [value.get("x"), value.get("y"), value.get("w"), value.get("h")];
  const text = value.get("text");
  if (!isNumber(x) || !isNumber(y) || !isNumber(w) || !isNumber(h) || !(text instanceof Y.Text)) return undefined;
  const color = noteColors.find((name) => name === value.get("color")) ?? "yellow";
  const note: GraphNote = { id: id as NoteId, text: text.toString(), x, y, w, h, color };
  return previous && sameFields(note, previous) ? previous : note;
}

export function readMeta(map: Y.Map<unknown>, previous?: GraphMeta): GraphMeta {
  const title = map.get("title");
  const description = map.get("description");
  const meta = { title: isText(title) ? title : "", description: isText(description) ? description : "" };
  return previous && sameFields(meta, previous) ? previous : meta;
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isNumber(value: unknown): value is number {
  return Number.isFinite(value);
}

function sizeOf(value: unknown): number | null {
  return isNumber(value) && value > 0 ? value : null;
}

function keep(value: Json, previous: Json | undefined): Json {
  return equalJson(value, previous) ? (previous as Json) : value;
}

function sameFields(a: object, b: object): boolean {
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && Object.is(left[name], right[name]))
  );
}

/** Parents that exist and hold no circle: whatever two people did at the same time, every node has one place. */
export function soundParentOf(node: GraphNode, nodeById: ReadonlyMap<NodeId, GraphNode>): NodeId | null {
  if (node.parent === null || !nodeById.has(node.parent)) return null;
  const seen = new Set<NodeId>();
  for (let at: NodeId | null = node.parent; at !== null; at = nodeById.get(at)?.parent ?? null) {
    if (at === node.id) return null;
    if (seen.has(at)) break;
    seen.add(at);
  }
  return node.parent;
}
