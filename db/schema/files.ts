import { foreignKey, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { FileId, UserId } from "../../core/id.ts";
import { blobs } from "./blobs.ts";
import { createdAt, workspaceId } from "./columns.ts";

/** Uploaded files: an opaque id, never a path (R4). */
export const files = pgTable(
  "files",
  {
    workspaceId: workspaceId(),
    id: text("id").$type<FileId>().notNull(),
    /** As the sender called it; shown, never opened. */
    name: text("name").notNull(),
    mediaType: text("media_type").notNull(),
    bytes: integer("bytes").notNull(),
    blobHash: text("blob_hash").notNull(),
    /** Null when it came through a hook. */
    createdBy: text("created_by").$type<UserId>(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({ columns: [table.workspaceId, table.blobHash], foreignColumns: [blobs.workspaceId, blobs.hash] }),
  ],
);
