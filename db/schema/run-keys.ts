import { index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { RunId } from "../../core/id.ts";
import { moment, workspaceId } from "./columns.ts";

/**
 * Which run a trigger has started: a second one with the same key starts nothing. Written in the statement that accepts
 * the run. Keys of the product's own begin with what they are for: `tick/…`, `child/…`, `event/…`; those that people
 * compute with `user/`.
 */
export const runKeys = pgTable(
  "run_keys",
  {
    workspaceId: workspaceId(),
    /** Up to 300 characters; longer ones are hashed. Names the workflow where it must. */
    key: text("key").notNull(),
    runId: text("run_id").$type<RunId>().notNull(),
    expiresAt: moment("expires_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.key] }), index("run_keys_to_expire").on(table.expiresAt)],
);
