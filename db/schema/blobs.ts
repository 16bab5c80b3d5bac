import { sql } from "drizzle-orm";
import { check, foreignKey, integer, json, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { Json } from "../../core/json/json.ts";
import { bytea, createdAt, moment, workspaceId } from "./columns.ts";
import { workspaces } from "./workspaces.ts";

/** Large values and file contents by their hash; the same content is stored once in a workspace. */
export const blobs = pgTable(
  "blobs",
  {
    workspaceId: workspaceId(),
    /** sha256, hex: over the JSON text of a value (fields in their own order, which is kept), or over the bytes of a file. */
    hash: text("hash").notNull(),
    /** A value of the journal … */
    json: json("json").$type<Json>(),
    /** … or the bytes of a file; never both. */
    content: bytea("content"),
    bytes: integer("bytes").notNull(),
    createdAt: createdAt(),
    /** When something last referred to it, give or take ten minutes; one used within the hour is never swept. */
    usedAt: moment("used_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.hash] }),
    foreignKey({ columns: [table.workspaceId], foreignColumns: [workspaces.workspaceId] }).onDelete("cascade"),
    check("blobs_one_content", sql`num_nonnulls(json, content) = 1`),
  ],
);
