import { afterEach } from "vitest";
import type { SettledEffect } from "#core/effects/effect.ts";
import { failure } from "#core/failure.ts";
import type { NodeId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import type { ActivationId, RunEvent } from "#core/schedule/event.ts";
import type { TestDatabase } from "#db/testing.ts";
import type { StartRun } from "../admit/start-run.ts";
import type { Engine } from "../engine.ts";
import { engineOf, journalOf } from "./engine-of.ts";
import { expr } from "./plans.ts";

/** Engines on a test's database, which end with the test. */
export function testEngines(database: TestDatabase) {
  const engines: Engine[] = [];
  const stop = async () => {
    await Promise.all(engines.splice(0).map((engine) => engine.stop()));
  };
  afterEach(stop);
  return {
    stop,
    open: (options: Parameters<typeof engineOf>[1] = {}) => {
      const engine = engineOf(database.databases.engine, options);
      engines.push(engine);
      return engine;
    },
    /** A run to its end, with its journal. */
    run: async (engine: Engine, asked: StartRun) => {
      const started = await engine.start(asked);
      const end = await started.ended;
      return { ...started, end, events: await journalOf(database.databases.engine, started.runId) };
    },
  };
}

export const ok: SettledEffect = { ok: true, value: { status: 200, headers: {}, body: 1 } };
export const gone: SettledEffect = { ok: false, failure: failure("network", "Gone.", { retryable: true }) };

export function activations(events: readonly RunEvent[], type: RunEvent["type"]): readonly (ActivationId | null)[] {
  return events.flatMap((event) => (event.type === type && "activation" in event ? [event.activation] : []));
}

/** Gives these fields alone, whatever arrives. */
export const only = (fields: Record<string, string>, parent: string) => ({
  type: "set-fields",
  config: { keep: false, fields: Object.entries(fields).map(([name, source]) => ({ name, value: expr(source) })) },
  parent,
});

export const activationId = (text: string) => text as ActivationId;

export function outputOf(events: readonly RunEvent[], node: string): Json {
  const emitted = events.find((event) => event.type === "activation.emitted" && event.activation === (node as NodeId));
  return emitted?.type === "activation.emitted" && "value" in emitted.output ? emitted.output.value : null;
}
