import { sql } from "drizzle-orm";
import { index, integer, json, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { Failure } from "../../core/failure.ts";
import type { NodeId, RunId, UserId, VersionId, WorkflowId } from "../../core/id.ts";
import type { Json } from "../../core/json/json.ts";
import type { RunStatus } from "../../core/schedule/event.ts";
import { createdAt, moment, sortableText, workspaceId } from "./columns.ts";

/**
 * One row a run: who drives it and what is worth knowing without reading its journal.
 *
 * Partitioned by id (see the migration), a week each, so retention drops partitions. No foreign keys: a run is
 * kept apart from what it was made of, and the hot path writes one row without looking at another.
 */
export const runs = pgTable(
  "runs",
  {
    workspaceId: workspaceId(),
    /** `run_` and the 32 hex digits of a UUIDv7. */
    id: sortableText("id").$type<RunId>().notNull(),
    workflowId: text("workflow_id").$type<WorkflowId>().notNull(),
    /** Null for a run of the draft. */
    versionId: text("version_id").$type<VersionId>(),
    planHash: text("plan_hash").notNull(),
    mode: text("mode").$type<"test" | "live">().notNull(),
    triggerNode: text("trigger_node").$type<NodeId>().notNull(),
    triggerKind: text("trigger_kind").$type<"manual" | "webhook">().notNull(),
    status: text("status").$type<RunStatus>().notNull(),
    /** Outputs that stand in for steps, by node id; test runs only. */
    pins: json("pins").$type<Readonly<Record<NodeId, Json>>>(),
    /** The process that drives it, until `leaseUntil` by the clock of the database. */
    owner: text("owner"),
    leaseUntil: moment("lease_until"),
    /** Raised by every claim; an append that carries an older one is refused. */
    epoch: integer("epoch").notNull().default(0),
    /** Claims since the run last made progress. */
    attempts: integer("attempts").notNull().default(0),
    /** When a waiting run goes on by itself. */
    wakeAt: moment("wake_at"),
    dedupeKey: text("dedupe_key"),
    /** Who pressed Run; null for a trigger from outside. */
    createdBy: text("created_by").$type<UserId>(),
    createdAt: createdAt(),
    startedAt: moment("started_at"),
    endedAt: moment("ended_at"),
    failure: json("failure").$type<Failure>(),
    /** The node whose failure ended the run. */
    failedNode: text("failed_node").$type<NodeId>(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    index("runs_by_workflow").on(table.workspaceId, table.workflowId, table.id.desc()),
    index("runs_to_claim").on(table.leaseUntil).where(sql`status in ('queued', 'running')`),
    index("runs_to_wake").on(table.wakeAt).where(sql`status = 'waiting'`),
  ],
);
