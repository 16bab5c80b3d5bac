import * as Y from "yjs";
import { caps } from "../caps.ts";
import { noteColors } from "../graph/graph.ts";
import { isId } from "../id.ts";
import { isSafeJson, isSafeKey } from "../json/safe-json.ts";
import { type DocumentParts, documentParts, handlingFieldOf } from "./layout.ts";
import type { ChangedType } from "./part-cache.ts";
import { readEdge } from "./read-parts.ts";

/**
 * What the changes of a transaction left in a document that has no place there: a title that is no text, a step's
 * position that is no number, a field that a note does not have. Null when all is well. For changes of unknown origin
 * (R13): reading would drop such a thing, for everybody. Looks only at what was touched.
 *
 * A field that is gone is no fault: two people who delete and undo at the same time can leave one out.
 */
export function layoutFaultOf(doc: Y.Doc, changed: Y.Transaction["changed"]): string | null {
  const parts = documentParts(doc);
  for (const [type, keys] of changed) {
    for (const key of keys) {
      const place = placeOf(parts, type);
      const fits = place === null || (key === null ? holdsText(place) : fitsAt(place, type as unknown, key));
      if (!fits) return sentence(place, key);
    }
  }
  return null;
}

type Root = keyof DocumentParts;
/** Where a shared type hangs: a root, and the keys down to the type. */
type Place = { readonly root: Root; readonly keys: readonly (string | null)[] };

/** Null for what is not in the document any more. */
function placeOf(parts: DocumentParts, type: ChangedType): Place | null {
  const keys: (string | null)[] = [];
  let at = type;
  for (let item = at._item; item; item = at._item) {
    if (item.deleted) return null;
    keys.unshift(item.parentSub);
    at = item.parent as ChangedType;
  }
  const root = (["meta", "nodes", "edges", "notes", "settings"] as const).find(
    (name) => (parts[name] as ChangedType) === at,
  );
  return root ? { root, keys } : null;
}

/** Content without a key is letters: a long setting or the text of a note. */
function holdsText({ root, keys: [id, field, ...more] }: Place): boolean {
  if (root === "settings") return typeof id === "string" && field === undefined;
  if (root !== "nodes" || typeof field !== "string") return root === "notes" && field === "text";
  return field === "config" ? more.length === 1 : handlingFieldOf(field) !== null && more.length === 0;
}

function fitsAt({ root, keys: [id, field, ...more] }: Place, type: unknown, key: string): boolean {
  if (!(type instanceof Y.Map)) return true;
  const value: unknown = type.get(key);
  if (value === undefined) return true;
  if (id === undefined) return fitsRoot(root, key, value);
  if (field === undefined) return root === "nodes" ? fitsNode(key, value) : root === "notes" && fitsNote(key, value);
  return root === "nodes" && field === "config" && more.length === 0 && fitsSetting(key, value);
}

function fitsRoot(root: Root, key: string, value: unknown): boolean {
  switch (root) {
    case "meta":
      return key === "title"
        ? isText(value, caps.titleChars)
        : key === "description" && isText(value, caps.descriptionChars);
    case "nodes":
      return isId("n", key) && everyEntry(value, fitsNode);
    case "edges":
      return readEdge(key, value) !== undefined && Object.keys(value as object).length <= edgeFieldsMax;
    case "notes":
      return isId("note", key) && everyEntry(value, fitsNote);
    case "settings":
      return fitsSetting(key, value);
  }
}

const edgeFieldsMax = 5;

function everyEntry(value: unknown, fits: (field: string, value: unknown) => boolean): boolean {
  if (!(value instanceof Y.Map)) return false;
  for (const [field, inner] of value.entries()) if (!fits(field, inner)) return false;
  return true;
}

function fitsNode(field: string, value: unknown): boolean {
  switch (field) {
    case "type":
    case "key":
      return isText(value, caps.keyChars);
    case "title":
      return isText(value, caps.titleChars);
    case "version":
      return Number.isInteger(value);
    case "x":
    case "y":
      return Number.isFinite(value);
    case "w":
    case "h":
      return value === null || Number.isFinite(value);
    case "parent":
      return value === null || isId("n", value);
    case "disabled":
      return typeof value === "boolean";
    case "config":
      return everyEntry(value, fitsSetting);
    case "pinned":
      return isSafeJson(value);
    default: {
      const handled = handlingFieldOf(field);
      return handled !== null && fitsSetting(handled, value);
    }
  }
}

function fitsSetting(field: string, value: unknown): boolean {
  return isSafeKey(field) && (value instanceof Y.Text || isSafeJson(value));
}

function fitsNote(field: string, value: unknown): boolean {
  switch (field) {
    case "text":
      return value instanceof Y.Text;
    case "x":
    case "y":
    case "w":
    case "h":
      return Number.isFinite(value);
    case "color":
      return noteColors.some((color) => color === value);
    default:
      return false;
  }
}

function isText(value: unknown, charsMax: number): boolean {
  return typeof value === "string" && value.length <= charsMax;
}

function sentence(place: Place | null, key: string | null): string {
  const path = [place?.root, ...(place?.keys ?? []), key].filter((name) => name !== undefined && name !== null);
  return `The change leaves something at ${path.join(".").slice(0, 200)} that does not belong there.`;
}
