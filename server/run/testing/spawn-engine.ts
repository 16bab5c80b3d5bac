import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Plan } from "#core/compile/plan.ts";
import type { RunId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import type { RunEnd } from "../drive/drive.ts";
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
  /** Bytes of memory that it has now. */
  readonly memory: () => number;
  /** SIGKILL, and waits until it is gone. */
  readonly kill: () => Promise<void>;
};

/** Starts an engine in a process of its own; resolves when it is up. */
export async function spawnEngine(settings: ProcessSettings): Promise<SpawnedEngine> {
  const script = path.join(import.meta.dirname, "engine-process.ts");
  // With the memory settings of `npm start`.
  const child: ChildProcess = fork(script, [JSON.stringify(settings)], { execArgv: ["--max-semi-space-size=16"] });
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
    memory: () => {
      const [, pages = "0"] = readFileSync(`/proc/${child.pid}/statm`, "utf8").split(" ");
      return Number(pages) * 4_096;
    },
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
  };
}
