import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import type { LoadJob, LoadResult } from "./autocannon.ts";

/** Starts the process that makes the load. */
export function startLoad(): { readonly run: (job: LoadJob) => Promise<LoadResult>; readonly stop: () => void } {
  const child = fork(path.join(import.meta.dirname, "autocannon.ts"));
  return {
    run: async (job) => {
      child.send(job);
      const [result] = (await once(child, "message")) as [LoadResult];
      if (result.failed > 0) throw new Error(`${result.failed} requests failed.`);
      return result;
    },
    stop: () => child.kill(),
  };
}
