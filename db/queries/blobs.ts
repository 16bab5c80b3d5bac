import type { ISql } from "postgres";
import type { WorkspaceId } from "../../core/id.ts";
import type { Json } from "../../core/json/json.ts";

/** Large values of the journal by hash; a hash that is not there is absent from the answer. */
export async function readBlobs(
  sql: ISql,
  { workspaceId, hashes }: { workspaceId: WorkspaceId; hashes: readonly string[] },
): Promise<ReadonlyMap<string, Json>> {
  if (hashes.length === 0) return new Map();
  const rows = await sql<{ hash: string; json: Json }[]>`
    select hash, json from blobs
    where workspace_id = ${workspaceId} and hash = any(${hashes as string[]}::text[]) and json is not null`;
  return new Map(rows.map((row) => [row.hash, row.json]));
}
