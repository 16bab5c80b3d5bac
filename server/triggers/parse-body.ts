import type { IncomingHttpHeaders } from "node:http";
import type { FileRef } from "#core/effects/blob.ts";
import type { CsvDelimiter } from "#core/formats/csv.ts";
import { parseCsv } from "#core/formats/csv.ts";
import { parseJson } from "#core/formats/json.ts";
import type { Parsed } from "#core/formats/parsed.ts";
import type { Json } from "#core/json/json.ts";
import type { WebhookBody } from "#core/nodes/webhook.ts";
import { parseMultipart, parseUrlEncoded } from "./parse-form.ts";
import { Refusal } from "./refusal.ts";
import type { UploadedFile } from "./store-file.ts";

export type BodyReading = { readonly as: WebhookBody; readonly csvDelimiter: CsvDelimiter };
export type ReadBody = { readonly body: Json; readonly files: readonly FileRef[] };
type Store = (file: UploadedFile) => Promise<FileRef>;

/**
 * Turns the bytes of a call into what formulas see. Throws a Refusal (400 with line and column) for text that is not
 * what it should be. Files are kept by `store` only when everything else could be read.
 */
export async function parseBody(
  bytes: Buffer,
  headers: IncomingHttpHeaders,
  reading: BodyReading,
  store: Store,
): Promise<ReadBody> {
  const type = mediaTypeOf(headers["content-type"]);
  const as = reading.as === "auto" ? readingOf(type) : reading.as;
  if (reading.as === "auto" && bytes.length === 0) return { body: null, files: [] };
  switch (as) {
    case "json":
      return { body: accepted(parseJson(textOf(bytes)), "JSON"), files: [] };
    case "csv":
      return { body: accepted<Json>(parseCsv(textOf(bytes), reading.csvDelimiter), "CSV"), files: [] };
    case "text":
      return { body: textOf(bytes), files: [] };
    case "form":
      return type === "multipart/form-data"
        ? form(bytes, headers, store)
        : { body: parseUrlEncoded(textOf(bytes)), files: [] };
    case "file": {
      const file = await store({
        name: nameOf(headers),
        mediaType: type || "application/octet-stream",
        content: bytes,
      });
      return { body: file, files: [file] };
    }
  }
}

async function form(bytes: Buffer, headers: IncomingHttpHeaders, store: Store): Promise<ReadBody> {
  const { fields, files } = await parseMultipart(headers, bytes);
  const body = new Map<string, Json>(Object.entries(fields));
  const refs: FileRef[] = [];
  for (const file of files) {
    const ref = await store(file);
    refs.push(ref);
    if (!body.has(file.field)) body.set(file.field, ref);
  }
  return { body: Object.fromEntries(body), files: refs };
}

function readingOf(type: string): Exclude<WebhookBody, "auto"> {
  if (type === "application/json" || type.endsWith("+json")) return "json";
  if (type === "application/x-www-form-urlencoded" || type === "multipart/form-data") return "form";
  if (type === "text/csv" || type === "application/csv") return "csv";
  if (type.startsWith("text/") || type === "application/xml" || type.endsWith("+xml")) return "text";
  return "file";
}

function mediaTypeOf(contentType: string | undefined): string {
  return (contentType ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal(
      400,
      "encoding",
      "The body is not text in UTF-8. Send it as UTF-8, or set the webhook's Body to File.",
    );
  }
}

function accepted<T>(answer: Parsed<T>, format: string): T {
  if (answer.ok) return answer.value;
  throw new Refusal(400, "body", `The body is not ${format} that can be read. ${answer.failure.message}`);
}

function nameOf(headers: IncomingHttpHeaders): string {
  const name = /filename\*?=(?:UTF-8'')?"?([^";]+)"?/i.exec(headers["content-disposition"] ?? "")?.[1];
  if (name === undefined) return "upload";
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
