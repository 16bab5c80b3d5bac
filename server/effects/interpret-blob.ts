import { caps } from "#core/caps.ts";
import type { BlobRequest } from "#core/effects/blob.ts";
import type { SettledEffect } from "#core/effects/effect.ts";
import { failure } from "#core/failure.ts";
import type { FileId } from "#core/id.ts";

/** The bytes of a file of the run's workspace; null when there is none with this id. */
export type LoadFile = (file: FileId) => Promise<Uint8Array | null>;

/** Reads an uploaded file as UTF-8 text (a byte order mark is dropped). */
export async function interpretBlob({ file }: BlobRequest, loadFile: LoadFile): Promise<SettledEffect> {
  const bytes = await loadFile(file);
  if (!bytes) return failed("file", "The file is gone. Upload it again.");
  if (bytes.length > caps.valueBytes) {
    const megabytes = caps.valueBytes / 1024 / 1024;
    return failed("cap", `The file is larger than ${megabytes} MB, which is the most that a step can read as text.`);
  }
  const text = decodeUtf8(bytes);
  return text === null
    ? failed("file", "The file is not UTF-8 text. Save it as UTF-8 and upload it again.")
    : { ok: true, value: { text } };
}

/** The text of UTF-8 bytes, or null when they are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function failed(code: "file" | "cap", message: string): SettledEffect {
  return { ok: false, failure: failure(code, message) };
}
