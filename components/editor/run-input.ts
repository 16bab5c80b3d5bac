import { parseCsv } from "#core/formats/csv.ts";
import type { GraphNode } from "#core/graph/graph.ts";
import type { Json } from "#core/json/json.ts";
import { isJsonList, isJsonObject } from "#core/json/json.ts";
import { jsonFaultOf } from "#core/json/safe-json.ts";

/** What a made-up call to a webhook brings. */
export type TestCall = {
  readonly method: string;
  readonly format: "json" | "csv" | "text";
  readonly body: string;
};

type Made = { readonly ok: true; readonly input: Json } | { readonly ok: false; readonly message: string };

/** Whether a person must say what the run begins with: a form, JSON, or a call. A plain manual start needs nothing. */
export function needsInput(trigger: GraphNode): boolean {
  if (trigger.type !== "manual") return true;
  if (trigger.config.ask === "form") return isJsonList(trigger.config.fields) && trigger.config.fields.length > 0;
  return isJsonObject(trigger.config.sample) && Object.keys(trigger.config.sample).length > 0;
}

/** What a manual start begins with when nobody is asked. */
export function sampleInput(trigger: GraphNode): Json {
  return trigger.config.ask === "form" ? {} : (trigger.config.sample ?? {});
}

/** The formats that a webhook's body setting takes; the first is offered. */
export function formatsOf(trigger: GraphNode): readonly TestCall["format"][] {
  const { body = "auto" } = trigger.config;
  if (body === "csv") return ["csv"];
  if (body === "text") return ["text"];
  return body === "auto" ? ["json", "csv", "text"] : ["json"];
}

/** A call as the trigger would have got it from outside: the body parsed as the hook parses it. */
export function inputOfCall({ method, format, body }: TestCall): Made {
  const parsed = parseBody(format, body);
  if (!parsed.ok) return parsed;
  const types = { json: "application/json", csv: "text/csv", text: "text/plain" };
  const headers = { "content-type": types[format] };
  return { ok: true, input: { method, query: {}, headers, body: parsed.input } };
}

/** JSON as somebody wrote it in the dialog. */
export function parseJsonInput(text: string): Made {
  if (text.trim() === "") return { ok: true, input: {} };
  try {
    const value = JSON.parse(text) as Json;
    const fault = jsonFaultOf(value);
    return fault ? { ok: false, message: `${fault.path}: ${fault.message}` } : { ok: true, input: value };
  } catch (error) {
    return { ok: false, message: `This is not JSON yet: ${error instanceof Error ? error.message : "check it"}.` };
  }
}

function parseBody(format: TestCall["format"], body: string): Made {
  if (format === "text") return { ok: true, input: body };
  if (format === "json") return parseJsonInput(body);
  const rows = parseCsv(body);
  return rows.ok ? { ok: true, input: rows.value } : { ok: false, message: rows.failure.message };
}
