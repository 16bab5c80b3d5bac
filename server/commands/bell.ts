export type Bell = {
  readonly ring: () => void;
  /** Resolves at the next ring, at once when it rang since the last wait. */
  readonly wait: () => Promise<void>;
};

/** Wakes one waiting loop; rings that come while it is at work are remembered as one. */
export function createBell(): Bell {
  let hasRung = false;
  let wake: (() => void) | null = null;
  return {
    ring: () => {
      hasRung = true;
      wake?.();
    },
    wait: async () => {
      if (!hasRung) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        wake = null;
      }
      hasRung = false;
    },
  };
}
