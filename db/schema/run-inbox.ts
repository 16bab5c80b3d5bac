import { json, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { RunId } from "../../core/id.ts";
import type { ActivationId, StoredValue } from "../../core/schedule/event.ts";
import { createdAt, moment, sortableText, workspaceId } from "./columns.ts";

/**
 * What came for a run from outside of it: signals, done tasks, ends of its children, requests to cancel. Whoever writes
 * a row raises `runs.messages` and wakes the run in the same statement; the row is taken in the statement that writes
 * what follows from it into the journal. Rows stay as long as the run: the same message twice is seen as such.
 */
export const runInbox = pgTable(
  "run_inbox",
  {
    workspaceId: workspaceId(),
    runId: sortableText("run_id").$type<RunId>().notNull(),
    /** The step that it is for; `run` when it is for the run as a whole. */
    activation: text("activation").$type<ActivationId | "run">().notNull(),
    /** Within the activation: `signal/<name>`, `task/<id>`, `child/<run>`, `cancel`, `resume`. */
    name: text("name").notNull(),
    value: json("value").$type<StoredValue>().notNull(),
    sentBy: text("sent_by"),
    createdAt: createdAt(),
    takenAt: moment("taken_at"),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.runId, table.activation, table.name] })],
);
