import type { EdgeEnds, GraphNode } from "../graph/graph.ts";
import type { NodeId } from "../id.ts";
import type { Json } from "../json/json.ts";
import type { NodeMove } from "./commands.ts";
import { connectEnds } from "./connect-ends.ts";
import { isInside } from "./is-inside.ts";
import { freeKey, isKeyOfTitle, keyFromTitle } from "./key-from-title.ts";
import { configOf, type DocumentParts, handlingEntry, mapAt } from "./layout.ts";
import { renameStepInFormulas } from "./rewrite-formulas.ts";
import { takenKeys } from "./taken-keys.ts";
import { makeNode, setField, setIfOther } from "./write-parts.ts";

/** Adds a node under a free key. */
export function addNode(parts: DocumentParts, node: GraphNode, connect: readonly EdgeEnds[]): void {
  const key = freeKey(node.key, takenKeys(parts));
  parts.nodes.set(node.id, makeNode({ ...node, key }));
  for (const ends of connect) connectEnds(parts, ends);
}

export function moveNodes(parts: DocumentParts, moves: readonly NodeMove[]): void {
  for (const { id, x, y } of moves) {
    const map = mapAt(parts.nodes, id);
    if (!map) continue;
    setIfOther(map, "x", x);
    setIfOther(map, "y", y);
  }
}

/** Sets the title; the key follows while it is the one that the old title gave. */
export function renameNode(parts: DocumentParts, id: NodeId, title: string): void {
  const map = mapAt(parts.nodes, id);
  if (!map) return;
  const [oldTitle, key] = [map.get("title"), map.get("key")];
  setIfOther(map, "title", title);
  if (typeof oldTitle !== "string" || typeof key !== "string" || !isKeyOfTitle(key, oldTitle)) return;
  const next = keyFromTitle(title, takenKeys(parts, id));
  if (next !== key) rekeyNode(parts, id, next);
}

/** Formulas follow the new key, unless another step has the old one too: they may mean that one. */
export function rekeyNode(parts: DocumentParts, id: NodeId, key: string): void {
  const map = mapAt(parts.nodes, id);
  const old = map?.get("key");
  if (!map || old === key) return;
  map.set("key", key);
  if (typeof old === "string" && !takenKeys(parts, id).has(old)) renameStepInFormulas(parts, old, key);
}

export function configureNode(parts: DocumentParts, id: NodeId, field: string, value: Json | undefined): void {
  const map = mapAt(parts.nodes, id);
  const config = map && configOf(map);
  if (config) setField(config, field, value);
}

export function handleNode(parts: DocumentParts, id: NodeId, field: string, value: Json | undefined): void {
  const map = mapAt(parts.nodes, id);
  if (map) setField(map, handlingEntry(field), value);
}

type Reparent = NodeMove & { readonly parent: NodeId | null };

/** Puts nodes into a container or takes them out. A move into itself or into what it holds is passed over. */
export function reparentNodes(parts: DocumentParts, moves: readonly Reparent[]): void {
  for (const { id, parent, x, y } of moves) {
    const map = mapAt(parts.nodes, id);
    if (!map || (parent !== null && (!mapAt(parts.nodes, parent) || isInside(parts, parent, id)))) continue;
    setIfOther(map, "parent", parent);
    setIfOther(map, "x", x);
    setIfOther(map, "y", y);
  }
}
