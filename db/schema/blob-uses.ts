import { index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { RunId } from "../../core/id.ts";
import { sortableText, workspaceId } from "./columns.ts";

/**
 * Which journals refer to which blobs: written in the statement that writes the events, gone with the run. A blob that
 * no journal, no file, no message and no emission refers to is swept. A look into every event would take its place.
 */
export const blobUses = pgTable(
  "blob_uses",
  {
    workspaceId: workspaceId(),
    hash: text("hash").notNull(),
    runId: sortableText("run_id").$type<RunId>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.hash, table.runId] }),
    index("blob_uses_of_run").on(table.runId),
  ],
);
