import { sql } from "drizzle-orm";
import { index, integer, json, pgTable, primaryKey, smallint, text } from "drizzle-orm/pg-core";
import type { Failure } from "../../core/failure.ts";
import type { NodeId, RunId, UserId, VersionId, WorkflowId } from "../../core/id.ts";
import type { Json } from "../../core/json/json.ts";
import type { ActivationId, RunStatus } from "../../core/schedule/event.ts";
import type { TriggerKind } from "../../core/schedule/trigger-kind.ts";
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
    triggerKind: text("trigger_kind").$type<TriggerKind>().notNull(),
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
    /** The key in `run_keys` that it was started with. */
    dedupeKey: text("dedupe_key"),
    /** Of queued runs the larger goes first. */
    priority: smallint("priority").notNull().default(0),
    /** The workflow whose limit of runs at the same time this one counts against; null without such a limit. */
    gate: text("gate").$type<WorkflowId>(),
    /** How many runs the gate lets be under way at once, by the settings of this run's plan; null without a gate. */
    gateLimit: integer("gate_limit"),
    /** When a run that has not ended fails; null without a deadline. */
    deadlineAt: moment("deadline_at"),
    /** How many messages `run_inbox` ever held for it: a run that goes to rest sees that it has missed one. */
    messages: integer("messages").notNull().default(0),
    /** The step of another run that started this one. */
    parentRunId: text("parent_run_id").$type<RunId>(),
    parentActivation: text("parent_activation").$type<ActivationId>(),
    /** A test run that takes effects from this run's journal instead of doing them. */
    recordedFrom: text("recorded_from").$type<RunId>(),
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
    index("runs_to_claim").on(table.leaseUntil).where(sql`status = 'running'`),
    index("runs_queued").on(table.priority.desc(), table.id).where(sql`status = 'queued' and gate is null`),
    index("runs_gated")
      .on(table.workspaceId, table.gate, table.status, table.priority.desc(), table.id)
      .where(sql`gate is not null and status in ('queued', 'running', 'waiting', 'quarantined')`),
    index("runs_late")
      .on(table.deadlineAt)
      .where(sql`deadline_at is not null and status in ('queued', 'waiting', 'quarantined')`),
    index("runs_quarantined").on(table.workspaceId, table.id).where(sql`status = 'quarantined'`),
    index("runs_of_parent").on(table.workspaceId, table.parentRunId).where(sql`parent_run_id is not null`),
    index("runs_to_wake").on(table.wakeAt).where(sql`status = 'waiting'`),
  ],
);
