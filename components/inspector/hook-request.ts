import { type CsvDelimiter, csvDelimiters, parseCsv } from "#core/formats/csv.ts";
import { parseJson } from "#core/formats/json.ts";
import type { Parsed } from "#core/formats/parsed.ts";
import { isJsonObject, type Json, type JsonObject } from "#core/json/json.ts";

/** A call as a person writes it to try a webhook. */
export type HookRequest = {
  readonly method: string;
  readonly contentType: string;
  readonly body: string;
  /** `a=1&b=2`, without the question mark. */
  readonly query: string;
  /** One `name: value` per line. */
  readonly headers: string;
};

export const contentTypes = [
  "application/json",
  "text/csv",
  "application/x-www-form-urlencoded",
  "text/plain",
] as const;

const typeOfBody: Readonly<Record<string, string>> = {
  csv: "text/csv",
  form: "application/x-www-form-urlencoded",
  text: "text/plain",
};

/** A first call to change: of the method and the kind of body that the webhook wants. */
export function emptyRequest(config: JsonObject): HookRequest {
  const method = typeof config.method === "string" && config.method !== "ANY" ? config.method : "POST";
  const contentType = typeOfBody[String(config.body)] ?? "application/json";
  const body = contentType === "application/json" ? "{\n  \n}" : "";
  return { method, contentType, body: method === "GET" ? "" : body, query: "", headers: "" };
}

/** What the trigger would bring for this call; a sentence with line and column when its body cannot be read. */
export function triggerValueOf(
  request: HookRequest,
  config: JsonObject,
): { ok: true; value: JsonObject } | { ok: false; message: string } {
  const body = bodyOf(request, config);
  if (!body.ok) return { ok: false, message: body.failure.message };
  const own = headersOf(request.headers);
  const headers = request.body === "" ? own : { "content-type": request.contentType, ...own };
  return { ok: true, value: { method: request.method, query: fieldsOf(request.query), headers, body: body.value } };
}

/** The call that brought a trigger value: for changing what the last run got. Null when it was no call. */
export function requestOfValue(value: Json | undefined): HookRequest | null {
  if (!isJsonObject(value) || typeof value.method !== "string") return null;
  const headers = isJsonObject(value.headers) ? value.headers : {};
  const contentType =
    String(headers["content-type"] ?? "")
      .split(";")[0]
      ?.trim() || "application/json";
  const shown = Object.entries(headers).filter(([name]) => !hiddenHeaders.has(name));
  return {
    method: value.method,
    // A body that was read is written down again as JSON: that is what formulas saw.
    contentType: typeof value.body === "string" ? contentType : "application/json",
    body:
      typeof value.body === "string"
        ? value.body
        : value.body === null || value.body === undefined
          ? ""
          : JSON.stringify(value.body, null, 2),
    query: isJsonObject(value.query) ? new URLSearchParams(queryPairs(value.query)).toString() : "",
    headers: shown.map(([name, text]) => `${name}: ${String(text)}`).join("\n"),
  };
}

const hiddenHeaders = new Set([
  "content-type",
  "content-length",
  "host",
  "connection",
  "accept",
  "accept-encoding",
  "user-agent",
]);

function queryPairs(query: JsonObject): [string, string][] {
  return Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? (value as readonly Json[]) : [value]).map((each): [string, string] => [name, String(each)]),
  );
}

function bodyOf({ body, contentType }: HookRequest, config: JsonObject): Parsed<Json> {
  const isOpen = config.body === undefined || config.body === "auto" || config.body === "file";
  if (body === "" && isOpen) return { ok: true, value: null };
  switch (readingOf(body, contentType, config.body)) {
    case "csv":
      return parseCsv(body, delimiterOf(config.csvDelimiter)) as Parsed<Json>;
    case "form":
      return { ok: true, value: fieldsOf(body) };
    case "text":
      return { ok: true, value: body };
    default:
      return parseJson(body);
  }
}

function readingOf(body: string, contentType: string, wanted: Json | undefined): string {
  // What the last run brought is JSON already, whatever the webhook asks for.
  if (contentType === "application/json" && (wanted !== "csv" || /^\s*[[{]/.test(body))) return "json";
  if (wanted === "csv" || wanted === "form" || wanted === "text") return wanted;
  return contentType === "text/csv" ? "csv" : contentType === "application/x-www-form-urlencoded" ? "form" : "text";
}

function delimiterOf(raw: Json | undefined): CsvDelimiter {
  return typeof raw === "string" && Object.hasOwn(csvDelimiters, raw) ? (raw as CsvDelimiter) : "auto";
}

function fieldsOf(text: string): JsonObject {
  const fields = new Map<string, Json>();
  for (const [name, value] of new URLSearchParams(text)) {
    const before = fields.get(name);
    fields.set(
      name,
      before === undefined ? value : [...(Array.isArray(before) ? (before as readonly Json[]) : [before]), value],
    );
  }
  return Object.fromEntries(fields);
}

function headersOf(text: string): Record<string, string> {
  const pairs = text.split("\n").flatMap((line): [string, string][] => {
    const colon = line.indexOf(":");
    return colon < 1 ? [] : [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]];
  });
  return Object.fromEntries(pairs);
}
