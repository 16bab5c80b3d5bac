import { createHash, randomBytes } from "node:crypto";
import type { Sql } from "postgres";
import type { FileRef } from "#core/effects/blob.ts";
import { idOf, type UserId, type WorkspaceId } from "#core/id.ts";

export type UploadedFile = {
  readonly name: string;
  readonly mediaType: string;
  readonly content: Buffer;
};

type StoreDeps = { readonly engine: Sql; readonly workspaceId: WorkspaceId; readonly createdBy: UserId | null };

/** Keeps a file and answers how it appears in data; it is durable when this resolves. The same content is kept once. */
export async function storeFile({ engine, workspaceId, createdBy }: StoreDeps, file: UploadedFile): Promise<FileRef> {
  const hash = createHash("sha256").update(file.content).digest("hex");
  const id = idOf("file", randomBytes(16).toString("hex"));
  const name = printableName(file.name);
  const mediaType = file.mediaType.slice(0, 200) || "application/octet-stream";
  const bytes = file.content.length;
  await engine`
    with blob as (
      insert into blobs (workspace_id, hash, content, bytes)
      values (${workspaceId}, ${hash}, ${file.content}, ${bytes})
      on conflict do nothing
    )
    insert into files (workspace_id, id, name, media_type, bytes, blob_hash, created_by)
    values (${workspaceId}, ${id}, ${name}, ${mediaType}, ${bytes}, ${hash}, ${createdBy})`;
  return { $file: id, name, mediaType, bytes };
}

/** The last part of a name, without control characters: it is shown to people and never opened. */
function printableName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? "";
  return last.replace(/\p{C}/gu, "").trim().slice(0, 200) || "file";
}
