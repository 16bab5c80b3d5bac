import type { FileId } from "../id.ts";
import type { Json } from "../json/json.ts";
import { isJsonObject } from "../json/json.ts";

/** How a file appears in data: opaque, made by the server, never a path (R4, R5). */
export type FileRef = {
  readonly $file: FileId;
  readonly name: string;
  /** Media type as sent, for example `text/csv`. */
  readonly mediaType: string;
  readonly bytes: number;
};

export type BlobRequest = { readonly file: FileId };

/** The file decoded as UTF-8 text; a file that is not UTF-8 fails with `file`. */
export type BlobContent = { readonly text: string };

export function isFileRef(value: Json | undefined): boolean {
  return isJsonObject(value) && typeof value.$file === "string";
}
