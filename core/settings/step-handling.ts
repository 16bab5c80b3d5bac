import * as z from "zod";
import { field, value } from "../node-kit/field.ts";

type Raw = Readonly<Record<string, unknown>>;

const retries = (raw: Raw) => typeof raw.attempts === "number" && raw.attempts > 1;
const seconds = (most: number) => z.number().min(0.1).max(most);

/**
 * What holds for every step beside its own settings: how long it may take, whether it is tried again, and what comes of
 * a failure. Written in the same way as a node type's settings, so it is parsed, checked and drawn by the same code.
 */
export const stepHandlingSchema = z.object({
  timeoutSeconds: field(
    seconds(366 * 86_400)
      .nullable()
      .default(null),
    {
      title: "Time limit",
      help: "Seconds for each try, waiting included. Empty for none.",
      mode: "fixed",
    },
  ),
  attempts: field(z.number().int().min(1).max(20).default(1), {
    title: "Tries",
    help: "How often the step is tried in all, 1 to 20.",
    mode: "fixed",
  }),
  retryOn: field(z.enum(["temporary", "any", "chosen"]).default("temporary"), {
    title: "Try again after",
    labels: { temporary: "Failures that may pass", any: "Any failure", chosen: "Chosen failures" },
    visibleWhen: retries,
  }),
  /** Codes of failures, with commas between them: `timeout, http`. */
  retryCodes: field(z.string().max(400).default(""), {
    title: "Chosen failures",
    help: "Codes with commas between them, for example: timeout, network.",
    placeholder: "timeout, network",
    visibleWhen: (raw) => retries(raw) && raw.retryOn === "chosen",
  }),
  delaySeconds: field(seconds(86_400).default(1), {
    title: "First pause",
    help: "Seconds before the second try. An answer with Retry-After is waited for as long as it says.",
    mode: "fixed",
    visibleWhen: retries,
  }),
  backoff: field(z.number().min(1).max(10).default(2), {
    title: "Pause grows by",
    help: "Each pause is so many times the one before.",
    mode: "fixed",
    advanced: true,
    visibleWhen: retries,
  }),
  maxDelaySeconds: field(seconds(86_400).default(300), {
    title: "Longest pause",
    mode: "fixed",
    advanced: true,
    visibleWhen: retries,
  }),
  /** Pauses are drawn between half and all of their length, so that many runs do not come back at the same moment. */
  jitter: field(z.boolean().default(true), { title: "Spread the pauses", advanced: true, visibleWhen: retries }),
  onFailure: field(z.enum(["stop", "port", "fallback"]).default("stop"), {
    title: "When it fails",
    labels: { stop: "Stop the run", port: "Go on at the error port", fallback: "Go on with a value" },
  }),
  fallback: field(value().nullable().default(null), {
    title: "Value",
    help: "What the step gives instead of its result.",
    visibleWhen: (raw) => raw.onFailure === "fallback",
  }),
});

/** As a plan has it: parsed, with defaults; `fallback` still raw (a formula is tagged). */
export type StepHandling = z.output<typeof stepHandlingSchema>;
