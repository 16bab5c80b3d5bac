import type { Sql } from "postgres";
import type { Graph } from "#core/graph/graph.ts";
import { graphOf } from "#core/graph/graph-of.ts";
import type { RunId, WorkflowId } from "#core/id.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { nodeRegistry } from "#core/nodes/registry.ts";
import type { TestDatabase } from "#db/testing.ts";
import { createLogger } from "../../../log.ts";
import { type TestServer, testServer } from "../../../testing.ts";
import type { Starting } from "../start-trigger.ts";

export type StartedByTrigger = {
  readonly id: RunId;
  readonly status: string;
  readonly kind: string;
  readonly input: Json;
};

export type TriggerServer = {
  readonly server: TestServer;
  readonly sql: () => Sql;
  readonly starting: () => Starting;
  /** Runs of a workflow in the order in which they were accepted, with what started them. */
  readonly runsOf: (workflowId: WorkflowId) => Promise<readonly StartedByTrigger[]>;
};

/** The real server, and what a further scheduler on its database needs. Call it at the top of a file. */
export function triggerServer(database: TestDatabase): TriggerServer {
  const server = testServer(database);
  const sql = () => server.services.databases.engine;
  return {
    server,
    sql,
    starting: () => ({ engine: server.services.engine, log: createLogger("silent") }),
    runsOf: (workflowId) => sql()<StartedByTrigger[]>`
      select runs.id, runs.status, runs.trigger_kind as kind, events.data -> 'input' -> 'value' as input
      from runs join events on events.run_id = runs.id and events.type = 'run.started'
      where workflow_id = ${workflowId} order by runs.id`,
  };
}

/** A drawing whose keys are also the types of its steps, with their settings. */
export function drawing(text: string, nodes: Readonly<Record<string, JsonObject>>): Graph {
  const configs = Object.fromEntries(Object.entries(nodes).map(([key, config]) => [key, { config }]));
  return graphOf(text, { types: nodeRegistry, nodes: configs });
}
