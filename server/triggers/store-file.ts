import { createHash, randomBytes } from "node:crypto";
import type { Sql } from "postgres";
import type { FileRef } from "#core/effects/blob.ts";
import { idOf, type UserId, type WorkspaceId } from "#core/id.ts";
import { insertFile } from "#db/queries/files.ts";

export type UploadedFile = {
  readonly name: string;
  readonly mediaType: string;
  readonly content: Buffer;
};

type StoreDeps = { readonly sql: Sql; readonly workspaceId: WorkspaceId; readonly createdBy: UserId | null };

/** Keeps a file and answers how it appears in data; it is durable when this resolves. */
export async function storeFile({ sql, ...owner }: StoreDeps, { content, ...file }: UploadedFile): Promise<FileRef> {
  const id = idOf("file", randomBytes(16).toString("hex"));
  const hash = createHash("sha256").update(content).digest("hex");
  const name = printableName(file.name);
  const mediaType = file.mediaType.slice(0, 200) || "application/octet-stream";
  await insertFile(sql, { ...owner, id, name, mediaType, content, hash });
  return { $file: id, name, mediaType, bytes: content.length };
}

/** The last part of a name, without control characters: it is shown to people and never opened. */
function printableName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? "";
  return last.replace(/\p{C}/gu, "").trim().slice(0, 200) || "file";
}
