import type { Sql } from "postgres";

/**
 * The time of the database as this process knows it: Unix milliseconds that never go back. Processes agree on it however
 * wrong their own clocks are, and it goes on evenly when somebody sets one of those.
 */
export type DatabaseClock = {
  /** This process's own time until `measure` has succeeded once. */
  readonly now: () => number;
  /** Compares with the database, one round trip. Rejects with what the database throws. */
  readonly measure: () => Promise<void>;
  /** Null once it has been measured; until then what to wait for, which rejects with what the database throws. */
  readonly ready: () => Promise<void> | null;
};

/** `raw` goes on evenly from any start: milliseconds since this process began, which no setting of a clock changes. */
export function createDatabaseClock(sql: Sql, raw: () => number = () => performance.now()): DatabaseClock {
  let offset = Date.now() - raw();
  let isMeasured = false;
  let newest = 0;
  let measuring: Promise<void> | null = null;

  async function compare(): Promise<void> {
    const before = raw();
    const [row] = await sql<{ at: number }[]>`select extract(epoch from clock_timestamp())::float8 * 1000 as at`;
    // The answer was made somewhere between the two; half of the way there and back is the best guess.
    if (row) offset = row.at - (before + raw()) / 2;
    isMeasured = true;
  }

  const measure = () => {
    measuring ??= compare().finally(() => {
      measuring = null;
    });
    return measuring;
  };
  return {
    now: () => {
      newest = Math.max(newest, Math.round(raw() + offset));
      return newest;
    },
    measure,
    ready: () => (isMeasured ? null : measure()),
  };
}
