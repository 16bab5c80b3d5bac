import { pgTable, text } from "drizzle-orm/pg-core";
import { createdAt, workspaceId } from "./columns.ts";

/** A tenant. Its key has the same name here as in every table that it owns. */
export const workspaces = pgTable("workspaces", {
  workspaceId: workspaceId().primaryKey(),
  name: text("name").notNull(),
  createdAt: createdAt(),
});
