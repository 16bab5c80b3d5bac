import type { SettledEffect } from "#core/effects/effect.ts";
import type { RunId } from "#core/id.ts";
import type { EffectContext, Interpret } from "../drive/drive.ts";

/** Effects that a test lets go by hand. */
export type HeldEffects = {
  readonly interpret: Interpret;
  /** Runs whose effects were asked for, in order. */
  readonly asked: readonly RunId[];
  /** Settles what a run has asked for. */
  readonly settle: (runId: RunId) => void;
  /** Settles everything, and what comes later at once. */
  readonly settleAll: () => void;
};

const ok: SettledEffect = { ok: true, value: { status: 200, headers: {}, body: "done" } };

export function heldEffects(): HeldEffects {
  const asked: RunId[] = [];
  const held = new Map<RunId, (settled: SettledEffect) => void>();
  let isOpen = false;
  const settle = (runId: RunId) => {
    held.get(runId)?.(ok);
    held.delete(runId);
  };
  return {
    interpret: (_effect, { runId }: EffectContext) => {
      asked.push(runId);
      return isOpen ? Promise.resolve(ok) : new Promise((resolve) => held.set(runId, resolve));
    },
    asked,
    settle,
    settleAll: () => {
      isOpen = true;
      for (const runId of [...held.keys()]) settle(runId);
    },
  };
}
