import { foreignKey, index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { UserId } from "../../core/id.ts";
import { createdAt, workspaceId } from "./columns.ts";
import { users } from "./users.ts";
import { workspaces } from "./workspaces.ts";

export const memberships = pgTable(
  "memberships",
  {
    workspaceId: workspaceId(),
    userId: text("user_id").$type<UserId>().notNull(),
    role: text("role").$type<"owner">().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.userId] }),
    foreignKey({ columns: [table.workspaceId], foreignColumns: [workspaces.workspaceId] }).onDelete("cascade"),
    foreignKey({ columns: [table.userId], foreignColumns: [users.id] }).onDelete("cascade"),
    index("memberships_by_user").on(table.userId),
  ],
);
