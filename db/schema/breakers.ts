import { foreignKey, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { moment, workspaceId } from "./columns.ts";
import { workspaces } from "./workspaces.ts";

/**
 * Hosts that have failed again and again, for all processes.
 *
 *     closed -- failures reach the limit --> open -- openUntil passes --> half-open: one probe at a time
 *     half-open -- the probe works --> closed (the row goes)      -- it fails --> open, for longer
 */
export const breakers = pgTable(
  "breakers",
  {
    workspaceId: workspaceId(),
    /** `host:port`, lower case. */
    host: text("host").notNull(),
    state: text("state").$type<"closed" | "open" | "half-open">().notNull(),
    /** In a row, over all processes. */
    failures: integer("failures").notNull().default(0),
    /** How often it has opened since it was last closed: each time it stays open for longer. */
    openings: integer("openings").notNull().default(0),
    openUntil: moment("open_until"),
    /** Until then one process tries; another may when it has passed. */
    probeUntil: moment("probe_until"),
    lastFailure: text("last_failure"),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.host] }),
    foreignKey({ columns: [table.workspaceId], foreignColumns: [workspaces.workspaceId] }).onDelete("cascade"),
  ],
);
