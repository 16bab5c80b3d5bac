import type { Sql } from "postgres";
import type { WorkspaceId } from "#core/id.ts";
import { readBlobs } from "#db/queries/blobs.ts";
import { type Inbox, type InboxRow, readInboxes } from "#db/queries/read-inboxes.ts";
import type { Drive } from "../drive/drive.ts";
import { receive } from "./inbox.ts";
import type { Message } from "./message.ts";

/** Gives a drive what came while nobody had the run in memory. Read after the claim: nothing came in between. */
export async function openInbox(sql: Sql, drive: Drive): Promise<void> {
  const { workspaceId, id: runId } = drive.identity;
  const [inbox] = await readInboxes(sql, [{ workspaceId, runId }]);
  if (inbox) giveInbox(drive, inbox, await readMessages(sql, workspaceId, inbox.waiting));
}

/** Gives a drive what its inbox held at one moment. */
export function giveInbox(
  drive: Drive,
  { messages: count }: Pick<Inbox, "messages">,
  messages: readonly Message[],
): void {
  if (drive.phase !== "running") return;
  drive.seen = Math.max(drive.seen, count);
  for (const message of messages) receive(drive, message);
}

/** Rows with their values, large ones too. */
export async function readMessages(
  sql: Sql,
  workspaceId: WorkspaceId,
  rows: readonly InboxRow[],
): Promise<readonly Message[]> {
  const hashes = rows.flatMap(({ value }) => ("blob" in value ? [value.blob] : []));
  const blobs = await readBlobs(sql, { workspaceId, hashes });
  return rows.map(({ value: stored, ...row }) => {
    const value = "blob" in stored ? (blobs.get(stored.blob) ?? null) : stored.value;
    return { ...row, stored, value };
  });
}
