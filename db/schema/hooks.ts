import { boolean, foreignKey, integer, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import type { NodeId, WorkflowId } from "../../core/id.ts";
import { createdAt, workspaceId } from "./columns.ts";
import { workflows } from "./workflows.ts";

/** The public address of a webhook step. The token itself is derived from the installation's secret, never stored. */
export const hooks = pgTable(
  "hooks",
  {
    workspaceId: workspaceId(),
    workflowId: text("workflow_id").$type<WorkflowId>().notNull(),
    nodeId: text("node_id").$type<NodeId>().notNull(),
    /** sha256 of the token, hex. The one thing that is looked up without knowing the workspace. */
    tokenHash: text("token_hash").notNull(),
    /** Raised to give the step a new address. */
    rotation: integer("rotation").notNull().default(0),
    /** Whether the live version has this step; a hook that is not live answers like one that does not exist. */
    live: boolean("live").notNull().default(false),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.workflowId, table.nodeId] }),
    unique("hooks_token_hash").on(table.tokenHash),
    foreignKey({
      columns: [table.workspaceId, table.workflowId],
      foreignColumns: [workflows.workspaceId, workflows.id],
    }).onDelete("cascade"),
  ],
);
