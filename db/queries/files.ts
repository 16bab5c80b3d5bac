import type { Sql } from "postgres";
import type { FileId, UserId, WorkspaceId } from "../../core/id.ts";

type NewFile = {
  readonly workspaceId: WorkspaceId;
  readonly id: FileId;
  readonly name: string;
  readonly mediaType: string;
  readonly content: Uint8Array;
  /** sha256 of the content, hex. */
  readonly hash: string;
  readonly createdBy: UserId | null;
};

/** Keeps a file in one statement; content that the workspace has already is not written again. */
export async function insertFile(engine: Sql, file: NewFile): Promise<void> {
  const bytes = file.content.length;
  await engine`
    with blob as (
      insert into blobs (workspace_id, hash, content, bytes)
      values (${file.workspaceId}, ${file.hash}, ${file.content}, ${bytes})
      on conflict (workspace_id, hash) do update set used_at = now()
    )
    insert into files (workspace_id, id, name, media_type, bytes, blob_hash, created_by)
    values (${file.workspaceId}, ${file.id}, ${file.name}, ${file.mediaType}, ${bytes}, ${file.hash}, ${file.createdBy})`;
}

/** The bytes of a file of this workspace; null when there is none with this id. */
export async function readFileContent(
  engine: Sql,
  { workspaceId, fileId }: { readonly workspaceId: WorkspaceId; readonly fileId: FileId },
): Promise<Uint8Array | null> {
  const [row] = await engine<{ content: Uint8Array }[]>`
    select b.content from files f
    join blobs b on b.workspace_id = f.workspace_id and b.hash = f.blob_hash
    where f.workspace_id = ${workspaceId} and f.id = ${fileId}`;
  return row?.content ?? null;
}
