import type { OutsideEffect, SettledEffect } from "#core/effects/effect.ts";
import { failure } from "#core/failure.ts";
import { assertNever } from "#core/invariant.ts";
import { interpretBlob, type LoadFile } from "./interpret-blob.ts";
import { type CodeDeps, interpretCode } from "./interpret-code.ts";
import { interpretHttp, type SendHttp } from "./interpret-http.ts";

export type EffectDeps = {
  readonly sendHttp: SendHttp;
  readonly loadFile: LoadFile;
  readonly code: CodeDeps;
};

export type EffectContext = {
  /** `run/activation/effect`: the same each time that this very effect is tried. */
  readonly idempotencyKey: string;
  /** Ends what is under way; the effect settles with `cancelled`. */
  readonly signal?: AbortSignal;
};

export type InterpretEffect = (effect: OutsideEffect, context: EffectContext) => Promise<SettledEffect>;

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

function settle(effect: OutsideEffect, context: EffectContext, deps: EffectDeps): Promise<SettledEffect> {
  switch (effect.kind) {
    case "http":
      return interpretHttp(effect.request, context, deps.sendHttp);
    case "blob":
      return interpretBlob(effect.request, deps.loadFile);
    case "code":
      return interpretCode(effect.request, context.signal, deps.code);
    default:
      return assertNever(effect);
  }
}
