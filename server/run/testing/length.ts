/**
 * How much a proof tries: a little in the gate (`npm test`), all of it in `npm run test:soak -- engine`, which sets
 * HEDDLE_PROOFS=long.
 */
export const isLong = process.env.HEDDLE_PROOFS === "long";

/** Of a list of things to try: all of them in the long form, else so many, spread evenly, the first and last among them. */
export function tried<T>(all: readonly T[], short: number): readonly T[] {
  if (isLong || all.length <= short) return all;
  return Array.from({ length: short }, (_, at) => all[Math.round((at * (all.length - 1)) / (short - 1))] as T);
}
