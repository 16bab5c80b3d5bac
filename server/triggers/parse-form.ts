import type { IncomingHttpHeaders } from "node:http";
import busboy from "busboy";
import type { Json, JsonObject } from "#core/json/json.ts";
import { isSafeKey } from "#core/json/safe-json.ts";
import { Refusal } from "./refusal.ts";
import type { UploadedFile } from "./store-file.ts";

/** A form's fields in their order; a name that comes twice has a list. Files are beside them, by field name. */
export type ParsedForm = {
  readonly fields: JsonObject;
  readonly files: readonly (UploadedFile & { readonly field: string })[];
};

const partsMax = 1_000;

/** Reads `name=value&…`. Throws a Refusal for names that programs reserve (R19). */
export function parseUrlEncoded(text: string): JsonObject {
  return fieldsOf(new URLSearchParams(text));
}

/** Reads a multipart body that has arrived whole. Throws a Refusal when it is not one. */
export async function parseMultipart(headers: IncomingHttpHeaders, body: Buffer): Promise<ParsedForm> {
  const fields: [string, string][] = [];
  const files: (UploadedFile & { field: string })[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  try {
    const form = busboy({ headers, defParamCharset: "utf8", limits: { parts: partsMax, fieldSize: body.length } });
    form.on("field", (name, value) => fields.push([name, value]));
    form.on("file", (field, stream, { filename, mimeType }) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("error", reject);
      stream.on("close", () => {
        files.push({ field, name: filename ?? "file", mediaType: mimeType, content: Buffer.concat(chunks) });
      });
    });
    form.on("partsLimit", () => reject(new Refusal(413, "too_large", `A form may have at most ${partsMax} fields.`)));
    form.on("error", reject);
    form.on("close", resolve);
    form.end(body);
    await promise;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(400, "form", "The body is not a whole multipart form. Check the boundary in its content-type.");
  }
  for (const file of files) refuseReserved(file.field);
  return { fields: fieldsOf(fields), files };
}

/** Name and value pairs as an object. */
export function fieldsOf(pairs: Iterable<[string, string]>): JsonObject {
  const fields = new Map<string, Json>();
  for (const [name, value] of pairs) {
    refuseReserved(name);
    const earlier = fields.get(name);
    if (earlier === undefined) fields.set(name, value);
    else if (Array.isArray(earlier)) earlier.push(value);
    else fields.set(name, [earlier, value]);
  }
  return Object.fromEntries(fields);
}

function refuseReserved(name: string): void {
  if (!isSafeKey(name)) {
    throw new Refusal(
      400,
      "reserved_name",
      `“${name}” is a name that programs reserve, so it cannot name a field. Rename it.`,
    );
  }
}
