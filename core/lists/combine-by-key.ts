import { failure } from "../failure.ts";
import { isJsonObject, type Json, type JsonObject } from "../json/json.ts";
import type { ItemFormula } from "../node-kit/field.ts";
import { FailureError } from "../node-kit/outcome.ts";
import { valueKey } from "./value-key.ts";

/** Keys that many items share multiply; past this many the result would not fit into any limit anyway. */
const combinedMax = 200_000;

export type CombineStyle = {
  /** Key of the items of the first list. */
  readonly key: ItemFormula;
  /** Key of the items of all others. */
  readonly otherKey: ItemFormula;
  /** Whose items stay when nothing has their key: of the first list, of none, of all. */
  readonly unmatched: "first" | "none" | "all";
};

/**
 * Joins lists of objects by a key, like tables, from left to right; later fields win. Items of the first list keep
 * their order, then come kept items of the others. Null keys match nothing. Time and memory are linear in the result.
 */
export function combineByKey(lists: readonly (readonly Json[])[], style: CombineStyle): readonly Json[] {
  const [first = [], ...others] = lists;
  let joined: readonly Keyed[] = keyedItems(first, style.key);
  for (const list of others) joined = join(joined, keyedItems(list, style.otherKey), style.unmatched);
  return joined.map(({ item }) => item);
}

type Keyed = { readonly key: string | null; readonly item: JsonObject };

function keyedItems(items: readonly Json[], keyFormula: ItemFormula): readonly Keyed[] {
  return items.map((item, index) => {
    const value = keyFormula(item, index);
    if (isJsonObject(item)) return { key: value === null ? null : valueKey(value), item };
    const message = `Item ${index + 1} is not an object, so it has no fields to put together. Combine lists of objects, or choose another way to merge.`;
    throw new FailureError(failure("input", message, { details: { index } }));
  });
}

function join(left: readonly Keyed[], right: readonly Keyed[], unmatched: CombineStyle["unmatched"]): readonly Keyed[] {
  const partners = new Map<string, Keyed[]>();
  for (const keyed of right) {
    if (keyed.key === null) continue;
    const same = partners.get(keyed.key);
    if (same) same.push(keyed);
    else partners.set(keyed.key, [keyed]);
  }
  const joined: Keyed[] = [];
  const matched = new Set<string>();
  for (const { key, item } of left) {
    const found = key === null ? undefined : partners.get(key);
    if (key !== null && found) matched.add(key);
    if (found) for (const partner of found) joined.push({ key, item: { ...item, ...partner.item } });
    else if (unmatched !== "none") joined.push({ key, item });
    if (joined.length > combinedMax) throw new FailureError(tooMany());
  }
  if (unmatched !== "all") return joined;
  return [...joined, ...right.filter(({ key }) => key === null || !matched.has(key))];
}

function tooMany() {
  const message = `The lists combine to more than ${combinedMax.toLocaleString("en-US")} items, because many share a key. Remove duplicates first, or choose a key that is rarer.`;
  return failure("cap", message);
}
