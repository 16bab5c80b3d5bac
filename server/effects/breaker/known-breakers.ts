import type { BreakerRow, HostAt } from "#db/queries/breakers.ts";

/** What this process last heard of the breakers of hosts. */
export type KnownBreakers = {
  /** Null for a host that has not failed; undefined when it was not looked at lately. */
  readonly recent: (at: HostAt) => BreakerRow | null | undefined;
  /** The same, however long ago it was. */
  readonly last: (at: HostAt) => BreakerRow | null;
  readonly keep: (at: HostAt, row: BreakerRow | null) => BreakerRow | null;
};

type Kept = { readonly row: BreakerRow | null; readonly atMs: number };

const keptMax = 10_000;

export function createKnownBreakers(lookMs: number): KnownBreakers {
  const kept = new Map<string, Kept>();
  const keyOf = ({ workspaceId, host }: HostAt) => `${workspaceId} ${host}`;
  return {
    recent: (at) => {
      const found = kept.get(keyOf(at));
      const ageMs = performance.now() - (found?.atMs ?? 0);
      if (!found || ageMs >= lookMs) return undefined;
      return found.row && { ...found.row, leftMs: found.row.leftMs - ageMs };
    },
    last: (at) => kept.get(keyOf(at))?.row ?? null,
    keep: (at, row) => {
      kept.delete(keyOf(at));
      // The oldest go first: a map keeps the order in which things came in.
      for (const [old] of kept) {
        if (kept.size < keptMax) break;
        kept.delete(old);
      }
      kept.set(keyOf(at), { row, atMs: performance.now() });
      return row;
    },
  };
}
