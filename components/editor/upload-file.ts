import type { FileRef } from "#core/effects/blob.ts";
import { isFileRef } from "#core/effects/blob.ts";
import type { Json } from "#core/json/json.ts";
import { isJsonObject } from "#core/json/json.ts";

type Sent = { readonly ok: true; readonly file: FileRef } | { readonly ok: false; readonly message: string };

const failed = "The file was not uploaded. Check the connection and try again.";

/** Keeps a file on the server and answers how it appears in data. */
export async function uploadFile(file: File): Promise<Sent> {
  const form = new FormData();
  form.set("file", file);
  try {
    const response = await fetch("/api/files", { method: "POST", body: form });
    const answer = (await response.json()) as Json;
    if (response.ok && isFileRef(answer)) return { ok: true, file: answer as unknown as FileRef };
    const error = isJsonObject(answer) && isJsonObject(answer.error) ? answer.error.message : undefined;
    return { ok: false, message: typeof error === "string" ? error : failed };
  } catch {
    return { ok: false, message: failed };
  }
}
