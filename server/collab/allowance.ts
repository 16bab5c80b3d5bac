/** What one connection may send: short bursts far above what people type and drag, and no more in the long run. */
const messagesPerSecond = 200;
const messagesBurst = 600;
const bytesPerSecond = 1024 * 1024;
const bytesBurst = 4 * 1024 * 1024;

export type Allowance = {
  /** False when this message is one too many. */
  readonly take: (bytes: number) => boolean;
};

/** A token bucket for messages and one for bytes. `now` is in milliseconds. */
export function createAllowance(now: () => number = () => performance.now()): Allowance {
  let messages = messagesBurst;
  let bytes = bytesBurst;
  let filledAt = now();
  return {
    take(size) {
      const at = now();
      const seconds = (at - filledAt) / 1_000;
      filledAt = at;
      messages = Math.min(messagesBurst, messages + seconds * messagesPerSecond) - 1;
      bytes = Math.min(bytesBurst, bytes + seconds * bytesPerSecond) - size;
      return messages >= 0 && bytes >= 0;
    },
  };
}
