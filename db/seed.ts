import { randomBytes } from "node:crypto";
import { idOf, type UserId, type WorkspaceId } from "../core/id.ts";
import { type Databases, withWorkspace } from "./client.ts";
import { findOwner, insertWorkspace } from "./queries/members.ts";

export type Owner = {
  readonly workspaceId: WorkspaceId;
  readonly userId: UserId;
  readonly name: string;
  /** True when they were made just now: this is the first start. */
  readonly isNew: boolean;
};

/**
 * The one workspace and the one person of an installation without sign-in, made on the first start. Two processes that
 * start at once wait for each other.
 */
export async function seedOwner({ app, engine }: Pick<Databases, "app" | "engine">): Promise<Owner> {
  return engine.begin(async (sql) => {
    await sql`select pg_advisory_xact_lock(hashtext('heddle.first-start'))`;
    // Only the engine's role may look across workspaces.
    const [workspace] = await sql<{ id: WorkspaceId }[]>`
      select workspace_id as id from workspaces order by created_at, workspace_id limit 1`;
    if (workspace) return existingOwner(app, workspace.id);
    const workspaceId = idOf("ws", randomBytes(12).toString("hex"));
    const owner = { userId: idOf("user", randomBytes(12).toString("hex")), name: "You" };
    await withWorkspace(app, workspaceId, (tx) => insertWorkspace(tx, { workspaceId, name: "My workspace", owner }));
    return { workspaceId, ...owner, isNew: true };
  });
}

async function existingOwner(app: Databases["app"], workspaceId: WorkspaceId): Promise<Owner> {
  const owner = await withWorkspace(app, workspaceId, (tx) => findOwner(tx, { workspaceId }));
  if (!owner) throw new Error(`The workspace ${workspaceId} has no owner. Restore the database from a backup.`);
  return { workspaceId, userId: owner.userId, name: owner.name, isNew: false };
}
