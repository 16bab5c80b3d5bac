import { integer, json, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { RunId } from "../../core/id.ts";
import type { Json } from "../../core/json/json.ts";
import type { RunEvent } from "../../core/schedule/event.ts";
import { moment, sortableText, workspaceId } from "./columns.ts";

/** The journals of all runs. Append only: no role may update it. Partitioned by run id like `runs`. */
export const events = pgTable(
  "events",
  {
    workspaceId: workspaceId(),
    runId: sortableText("run_id").$type<RunId>().notNull(),
    /** 1, 2, 3 … within the run. The key refuses a second event with the same number. */
    seq: integer("seq").notNull(),
    type: text("type").$type<RunEvent["type"]>().notNull(),
    /** The event without `type`, `seq` and `at`. */
    data: json("data").$type<Json>().notNull(),
    /** By the clock of the process that drove the run. */
    at: moment("at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.runId, table.seq] })],
);
