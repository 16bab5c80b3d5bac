import type { Plan } from "#core/compile/plan.ts";
import { nodeRegistry } from "#core/nodes/registry.ts";
import { openDatabases } from "#db/client.ts";
import { createLogger } from "#server/log.ts";
import { createEngine } from "#server/run/engine.ts";
import { at } from "./five-steps.ts";

/**
 * An engine in a process of its own, so that what it holds in memory can be measured: modules, database drivers and all.
 * With `start` it runs the plan once; without it it takes over what a killed one has left. It says `{ ended }` after a
 * run that it has started, and answers "memory".
 */
export type LongListJob = {
  readonly databaseUrl: string;
  readonly start: { readonly plan: Plan; readonly planHash: string; readonly items: number } | null;
};

export type LongListMessage = { readonly ended: string } | { readonly mbMost: number; readonly mbAtStart: number };

const { databaseUrl, start } = JSON.parse(process.env.HEDDLE_BENCH_JOB ?? "") as LongListJob;
const databases = openDatabases(databaseUrl, { app: 1, engine: 4 });
const mbAtStart = mb(process.memoryUsage().rss);
const engine = createEngine({
  sql: databases.engine,
  registry: nodeRegistry,
  interpret: () => Promise.reject(new Error("This workflow has no effects.")),
  log: createLogger("error"),
  installation: "long-list",
});
const tell = (message: LongListMessage) => process.send?.(message);

process.on("message", () => tell({ mbMost: mb(process.resourceUsage().maxRSS * 1024), mbAtStart }));
process.on("disconnect", () => process.exit(0));
if (start) {
  const { plan, planHash, items } = start;
  const input = Array.from({ length: items }, (_, n) => n);
  const { ended } = await engine.start({ ...at, plan, planHash, mode: "live", input });
  tell({ ended: (await ended).status });
}

function mb(bytes: number): number {
  return Math.round(bytes / 1024 / 1024);
}
