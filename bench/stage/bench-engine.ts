import { compile } from "#core/compile/compile.ts";
import type { Plan } from "#core/compile/plan.ts";
import { edgeIdOf, type Graph, type GraphNode } from "#core/graph/graph.ts";
import type { NodeId } from "#core/id.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { nodeRegistry } from "#core/nodes/registry.ts";
import { createLogger } from "#server/log.ts";
import { createEngine } from "#server/run/engine.ts";
import { openBenchDatabase } from "./bench-database.ts";
import { at } from "./five-steps.ts";

/** An engine on a fresh database, and one call that runs a plan from its start to its durable end. */
export async function openBenchEngine() {
  const database = await openBenchDatabase();
  await database.owner`insert into workspaces (workspace_id, name) values (${at.workspaceId}, 'Bench')`;
  const engine = createEngine({
    sql: database.databases.engine,
    registry: nodeRegistry,
    interpret: () => Promise.reject(new Error("This workflow has no effects.")),
    log: createLogger("error"),
    installation: "bench",
  });
  return {
    url: database.url,
    owner: database.owner,
    run: async (plan: Plan, input: Json): Promise<Json> => {
      const { ended } = await engine.start({
        ...at,
        planHash: `bench/${plan.nodes.length}`,
        plan,
        mode: "live",
        input,
      });
      const { status, output } = await ended;
      if (status !== "succeeded") throw new Error(`A run of the benchmark ended as ${status}.`);
      return output;
    },
    stop: async () => {
      await engine.stop();
      await database.stop();
    },
  };
}

export function benchNode(key: string, type: string, config: JsonObject, parent: string | null = null): GraphNode {
  const id = key === "t" ? at.trigger : (`n_${key}` as NodeId);
  const place = { x: 0, y: 0, w: null, h: null, parent: parent === null ? null : (`n_${parent}` as NodeId) };
  return { id, type, version: 1, key, title: key, ...place, disabled: false, config };
}

/** The plan of a drawing; each chain of keys is connected from `out` to `in`. */
export function benchPlan(nodes: readonly GraphNode[], chains: readonly (readonly string[])[]): Plan {
  const idOf = (key: string) => nodes.find((node) => node.key === key)?.id as NodeId;
  const edges = chains.flatMap((chain) =>
    chain.slice(1).map((key, index) => {
      const ends = { source: idOf(chain[index] ?? ""), sourcePort: "out", target: idOf(key), targetPort: "in" };
      return { ...ends, id: edgeIdOf(ends) };
    }),
  );
  const graph: Graph = { meta: { title: "Bench", description: "" }, nodes, edges, notes: [] };
  const { plan, problems } = compile(graph, nodeRegistry);
  if (!plan) throw new Error(`The workflow to measure does not compile: ${JSON.stringify(problems.slice(0, 3))}`);
  return plan;
}

/** Milliseconds of each of so many runs, sorted. */
export async function times(count: number, one: () => Promise<unknown>): Promise<readonly number[]> {
  const taken: number[] = [];
  for (let round = 0; round < count; round++) {
    const begin = performance.now();
    await one();
    taken.push(performance.now() - begin);
  }
  return taken.sort((a, b) => a - b);
}

export function mean(taken: readonly number[]): number {
  return Math.round((taken.reduce((sum, ms) => sum + ms, 0) / taken.length) * 1_000) / 1_000;
}

export function quantile(sorted: readonly number[], share: number): number {
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 100) / 100;
}
