import { foreignKey, json, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { Plan } from "../../core/compile/plan.ts";
import type { Graph } from "../../core/graph/graph.ts";
import { createdAt, workspaceId } from "./columns.ts";
import { workspaces } from "./workspaces.ts";

/** Plans by content: versions and runs refer to them, so that any run can be drawn with its graph as it was. */
export const plans = pgTable(
  "plans",
  {
    workspaceId: workspaceId(),
    /** sha256, hex, over the canonical JSON of { plan, graph }. */
    hash: text("hash").notNull(),
    plan: json("plan").$type<Plan>().notNull(),
    graph: json("graph").$type<Graph>().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.hash] }),
    foreignKey({ columns: [table.workspaceId], foreignColumns: [workspaces.workspaceId] }).onDelete("cascade"),
  ],
);
