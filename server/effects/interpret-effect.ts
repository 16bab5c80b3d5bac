import type { Effect, SettledEffect } from "#core/effects/effect.ts";
import { failure } from "#core/failure.ts";
import { assertNever } from "#core/invariant.ts";
import { interpretBlob, type LoadFile } from "./interpret-blob.ts";
import { type CodeDeps, interpretCode } from "./interpret-code.ts";
import { interpretHttp, type SendHttp } from "./interpret-http.ts";
import { interpretSleep, type Timer } from "./interpret-sleep.ts";

export type EffectDeps = {
  readonly sendHttp: SendHttp;
  readonly timer: Timer;
  readonly loadFile: LoadFile;
  readonly code: CodeDeps;
};

export type EffectContext = {
  /** `run/activation/effect`: the same each time that this very effect is tried. */
  readonly idempotencyKey: string;
  /** Ends what is under way; the effect settles with `cancelled`. */
  readonly signal?: AbortSignal;
};

export type InterpretEffect = (effect: Effect, context: EffectContext) => Promise<SettledEffect>;

/**
 * Does what a node asked for and answers how it went. Never throws and never rejects: what went wrong is a failure.
 * `loadFile` and `code` are bound to the run's workspace by the caller.
 */
export function interpretEffect(deps: EffectDeps): InterpretEffect {
  return async (effect, context) => {
    try {
      return await settle(effect, context, deps);
    } catch (thrown) {
      const name = thrown instanceof Error ? thrown.name : "unknown";
      return {
        ok: false,
        failure: failure("internal", `The step's ${effect.kind} request broke on our side (${name}).`),
      };
    }
  };
}

function settle(effect: Effect, context: EffectContext, deps: EffectDeps): Promise<SettledEffect> {
  switch (effect.kind) {
    case "http":
      return interpretHttp(effect.request, context, deps.sendHttp);
    case "sleep":
      return interpretSleep(effect.request, context, deps.timer);
    case "blob":
      return interpretBlob(effect.request, deps.loadFile);
    case "code":
      return interpretCode(effect.request, context.signal, deps.code);
    case "signal":
    case "task":
    case "child":
    case "emit-event":
      throw new Error(`the engine carries out ${effect.kind} itself`);
    default:
      return assertNever(effect);
  }
}
