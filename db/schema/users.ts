import { pgTable, text } from "drizzle-orm/pg-core";
import type { UserId } from "../../core/id.ts";
import { createdAt } from "./columns.ts";

/** A person. The one table that no workspace owns: a person may belong to several. Seen only through a membership. */
export const users = pgTable("users", {
  id: text("id").$type<UserId>().primaryKey(),
  name: text("name").notNull(),
  createdAt: createdAt(),
});
