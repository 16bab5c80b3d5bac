import fc from "fast-check";
import { expect, test } from "vitest";
import { emptyIntMap, type IntMap, intMapDelete, intMapEntries, intMapGet, intMapSet } from "./int-map.ts";

const key = fc.oneof(fc.nat(70), fc.nat(2_000), fc.nat(0x3fff_ffff));
const change = fc.record({ key, value: fc.option(fc.nat(), { nil: undefined }) });
const built = (entries: Iterable<readonly [number, number]>) =>
  [...entries].reduce<IntMap<number>>((map, [at, value]) => intMapSet(map, at, value), emptyIntMap());

test("it answers what a Map answers, in the order of the numbers, and earlier ones stay as they were", () => {
  let deep = 0;
  fc.assert(
    fc.property(fc.array(change, { maxLength: 120, size: "max" }), (changes) => {
      const model = new Map<number, number>();
      let map = emptyIntMap<number>();
      for (const { key: at, value } of changes) {
        const [before, entries] = [map, intMapEntries(map)];
        if (value === undefined) model.delete(at);
        else model.set(at, value);
        map = value === undefined ? intMapDelete(map, at) : intMapSet(map, at, value);
        expect(intMapGet(map, at)).toBe(value);
        expect(map.size).toBe(model.size);
        expect(intMapEntries(before)).toEqual(entries);
      }
      const sorted = [...model].sort(([a], [b]) => a - b);
      expect(intMapEntries(map)).toEqual(sorted);
      // However it came to be, the same entries are the same tree: states of one run can be compared.
      expect(map).toEqual(built(sorted.toReversed()));
      deep += map.shift > 10 ? 1 : 0;
    }),
    { numRuns: 300 },
  );
  expect(deep).toBeGreaterThan(20);
});
