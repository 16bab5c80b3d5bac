import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import type { Plan } from "#core/compile/plan.ts";
import type { RunId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import type { RunEnd } from "../drive.ts";
import type { EngineSettings } from "../engine.ts";

export type ProcessSettings = {
  readonly databaseUrl: string;
  readonly installation: string;
  readonly allowedHost: string;
  readonly settings: Partial<EngineSettings>;
  /** Makes it a worker of a cluster. */
  readonly cluster?: { readonly redisUrl: string; readonly space: string };
};

export type ToEngine = { readonly plan: Plan; readonly inputs: readonly Json[] };
export type FromEngine =
  | { readonly ready: true }
  | { readonly refused: true }
  | { readonly accepted: RunId }
  | { readonly runId: RunId; readonly ended: RunEnd["status"] };

export type SpawnedEngine = {
  readonly start: (message: ToEngine) => void;
  /** Everything it has said so far. */
  readonly said: readonly FromEngine[];
  /** Stops its clock: it does nothing at all until `thaw`. */
  readonly freeze: () => void;
  readonly thaw: () => void;
  /** SIGKILL, and waits until it is gone. */
  readonly kill: () => Promise<void>;
};

/** Starts an engine in a process of its own; resolves when it is up. */
export async function spawnEngine(settings: ProcessSettings): Promise<SpawnedEngine> {
  const child: ChildProcess = fork(path.join(import.meta.dirname, "engine-process.ts"), [JSON.stringify(settings)]);
  const said: FromEngine[] = [];
  child.on("message", (message) => said.push(message as FromEngine));
  await once(child, "message");
  return {
    start: (message) => {
      child.send(message);
    },
    said,
    freeze: () => child.kill("SIGSTOP"),
    thaw: () => child.kill("SIGCONT"),
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
  };
}
