import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import type { Failure } from "#core/failure.ts";
import type { WorkspaceId } from "#core/id.ts";

export type ProcessSettings = {
  readonly databaseUrl: string;
  readonly workspaceId: WorkspaceId;
  /** The one internal host that may be called. */
  readonly host: string;
};

export type ToProcess = { readonly number: number; readonly url: string };
export type Called = { readonly status: number } | { readonly failure: Failure };
export type FromProcess = { readonly ready: true } | ({ readonly number: number } & Called);

export type Caller = {
  /** One request through the breaker; never answers once the process is gone. */
  readonly call: (url: string) => Promise<Called>;
  /** SIGKILL, and waits until it is gone. */
  readonly kill: () => Promise<void>;
};

/** Starts a process that sends requests through breakers; resolves when it is up. */
export async function spawnCaller(settings: ProcessSettings): Promise<Caller> {
  const child = fork(path.join(import.meta.dirname, "breaker-process.ts"), [JSON.stringify(settings)]);
  const waiting = new Map<number, (called: Called) => void>();
  child.on("message", (message: FromProcess) => {
    if (!("number" in message)) return;
    waiting.get(message.number)?.(message);
    waiting.delete(message.number);
  });
  await once(child, "message");
  let calls = 0;
  return {
    call: (url) => {
      calls += 1;
      const { promise, resolve } = Promise.withResolvers<Called>();
      waiting.set(calls, resolve);
      child.send({ number: calls, url } satisfies ToProcess);
      return promise;
    },
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
  };
}
