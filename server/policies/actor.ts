import type { UserId, WorkspaceId } from "#core/id.ts";
import type { Role } from "./rights.ts";

/** The person on whose behalf a request is served, and the workspace that they are in. */
export type Actor = {
  readonly workspaceId: WorkspaceId;
  readonly userId: UserId;
  readonly name: string;
  readonly role: Role;
};
