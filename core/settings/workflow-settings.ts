import * as z from "zod";
import { field, value } from "../node-kit/field.ts";

type Raw = Readonly<Record<string, unknown>>;

const limited = (raw: Raw) => typeof raw.concurrency === "number";
const deduped = (raw: Raw) => raw.dedupeKey !== null && raw.dedupeKey !== undefined && raw.dedupeKey !== "";

/** What holds for all runs of a workflow. Written like a node type's settings: parsed, checked and drawn by that code. */
export const workflowSettingsSchema = z.object({
  deadlineSeconds: field(
    z
      .number()
      .min(1)
      .max(5 * 366 * 86_400)
      .nullable()
      .default(null),
    {
      title: "Deadline",
      help: "Seconds after which a run that has not ended fails. Empty for none.",
      mode: "fixed",
    },
  ),
  concurrency: field(z.number().int().min(1).max(10_000).nullable().default(null), {
    title: "Runs at the same time",
    help: "How many runs may be under way at once, waiting ones included. Empty for no limit.",
    mode: "fixed",
  }),
  whenBusy: field(z.enum(["queue", "drop", "replace"]).default("queue"), {
    title: "When there are as many",
    labels: { queue: "The new run waits its turn", drop: "The new run is refused", replace: "The oldest is cancelled" },
    visibleWhen: limited,
  }),
  priority: field(z.enum(["low", "normal", "high"]).default("normal"), {
    title: "Priority",
    help: "Who goes first when more runs are waiting than can be worked on.",
    labels: { low: "Low", normal: "Normal", high: "High" },
  }),
  /** A formula over `trigger`; runs with an equal key within the window are the same run. */
  dedupeKey: field(value().nullable().default(null), {
    title: "Same run when equal",
    help: "A formula over trigger. A second trigger with an equal value starts nothing and is told the first run.",
    placeholder: "trigger.headers['idempotency-key']",
    control: "formula",
  }),
  dedupeSeconds: field(
    z
      .number()
      .min(1)
      .max(90 * 86_400)
      .default(86_400),
    {
      title: "For how long",
      help: "Seconds within which equal triggers count as one.",
      mode: "fixed",
      visibleWhen: deduped,
    },
  ),
  /** A workflow with an error trigger; it is started for each failed live run. */
  errorWorkflow: field(z.string().max(80).nullable().default(null), {
    title: "On failure, run",
    help: "A workflow that begins with an error trigger.",
    control: "workflow",
  }),
  retentionDays: field(z.number().int().min(1).max(3_650).nullable().default(null), {
    title: "Keep runs for",
    help: "Days after which ended runs are deleted. Empty for as long as the server keeps any.",
    mode: "fixed",
    advanced: true,
  }),
});

/** As a plan has it: parsed, with defaults; `dedupeKey` still raw (a formula is tagged). */
export type WorkflowSettings = z.output<typeof workflowSettingsSchema>;

/** Larger goes first. */
export const priorityOf = { low: -1, normal: 0, high: 1 } as const;
