import { customType, text, timestamp } from "drizzle-orm/pg-core";
import type { WorkspaceId } from "../../core/id.ts";

/*
 * JSON columns are `json`, not `jsonb`: jsonb would reorder the fields that people wrote, refuse \u0000 inside a
 * text, and take longer to write. Nothing here is searched by its inside.
 */

/** Bytes; postgres.js takes and gives Uint8Array (Buffer). */
export const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => "bytea" });

/** Ids that sort by time must sort byte by byte, whatever the locale of the database is. */
export const sortableText = customType<{ data: string; driverData: string }>({ dataType: () => 'text COLLATE "C"' });

/** The tenant a row belongs to. First in every key. */
export const workspaceId = () => text("workspace_id").$type<WorkspaceId>().notNull();

/** A moment with milliseconds; in and out as Date. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });

export const createdAt = () => moment("created_at").notNull().defaultNow();
