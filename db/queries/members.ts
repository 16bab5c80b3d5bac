import { and, asc, eq } from "drizzle-orm";
import type { UserId, WorkspaceId } from "../../core/id.ts";
import type { AppTransaction } from "../client.ts";
import { memberships, users, workspaces } from "../schema/index.ts";

/** The person who owns the workspace; the first one, should there be several. */
export async function findOwner(tx: AppTransaction, { workspaceId }: { readonly workspaceId: WorkspaceId }) {
  const [row] = await tx
    .select({ userId: users.id, name: users.name, role: memberships.role })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.workspaceId, workspaceId), eq(memberships.role, "owner")))
    .orderBy(asc(memberships.createdAt), asc(users.id))
    .limit(1);
  return row ?? null;
}

type NewWorkspace = {
  readonly workspaceId: WorkspaceId;
  readonly name: string;
  readonly owner: { readonly userId: UserId; readonly name: string };
};

/** A workspace with one person in it, who owns it. */
export async function insertWorkspace(tx: AppTransaction, { workspaceId, name, owner }: NewWorkspace): Promise<void> {
  await tx.insert(workspaces).values({ workspaceId, name });
  await tx.insert(users).values({ id: owner.userId, name: owner.name });
  await tx.insert(memberships).values({ workspaceId, userId: owner.userId, role: "owner" });
}
