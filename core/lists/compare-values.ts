import type { Json } from "../json/json.ts";
import { isEmpty, numberOf } from "./number-of.ts";
import { valueKey } from "./value-key.ts";

export const orderings = ["auto", "number", "text", "natural"] as const;
/**
 * - `auto`: numbers before texts; texts that spell numbers count as numbers.
 * - `number`: as numbers; what is not one comes after all numbers.
 * - `text`: as texts, upper and lower case and accents together.
 * - `natural`: as texts in which runs of digits count as numbers: "file 9" before "file 10".
 */
export type Ordering = (typeof orderings)[number];

/** What is compared of a value, worked out once per item rather than once per comparison. */
export type SortKey = {
  readonly rank: number;
  readonly number: number;
  readonly folded: string;
  readonly exact: string;
  readonly chunks: readonly (string | number)[];
};

const ranks = { number: 0, text: 1, bool: 2, other: 3, empty: 4 } as const;

export function sortKeyOf(value: Json, ordering: Ordering): SortKey {
  if (isEmpty(value)) return keyOf(ranks.empty, 0, "");
  const number = ordering === "text" || ordering === "natural" ? undefined : numberOf(value);
  if (number !== undefined) return keyOf(ranks.number, number, "");
  if (typeof value === "boolean") return keyOf(ranks.bool, value ? 1 : 0, "");
  if (typeof value === "object") return keyOf(ranks.other, 0, valueKey(value));
  const key = keyOf(ranks.text, 0, String(value));
  return ordering === "natural" ? { ...key, chunks: chunksOf(key.folded) } : key;
}

/**
 * Negative when `a` comes first. Built on code points and Unicode folding alone, never on the machine's language, so
 * that every machine sorts alike. Empty values are equal to one another.
 */
export function compareSortKeys(a: SortKey, b: SortKey): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  if (a.number !== b.number) return a.number - b.number;
  if (a.rank === ranks.number) return 0;
  const byChunks = compareChunks(a.chunks, b.chunks);
  if (byChunks !== 0) return byChunks;
  return compareTexts(a.folded, b.folded) || compareTexts(a.exact, b.exact);
}

/** True for keys of empty values, which stay at the end in either direction. */
export function isEmptyKey(key: SortKey): boolean {
  return key.rank === ranks.empty;
}

function keyOf(rank: number, number: number, text: string): SortKey {
  return { rank, number, folded: foldText(text), exact: text, chunks: noChunks };
}

const noChunks: readonly (string | number)[] = [];
const ascii = /^[\x20-\x7e]*$/;

function foldText(text: string): string {
  if (ascii.test(text)) return text.toLowerCase();
  return text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase();
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function chunksOf(folded: string): readonly (string | number)[] {
  return (folded.match(/\d+|\D+/g) ?? []).map((chunk) => (/^\d/.test(chunk) ? Number(chunk) : chunk));
}

function compareChunks(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  const shared = Math.min(a.length, b.length);
  for (let at = 0; at < shared; at++) {
    const left = a[at] as string | number;
    const right = b[at] as string | number;
    if (left === right) continue;
    if (typeof left === "number" && typeof right === "number") return left - right;
    if (typeof left === "number") return -1;
    if (typeof right === "number") return 1;
    return compareTexts(left, right);
  }
  return a.length - b.length;
}
