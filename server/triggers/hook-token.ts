import { createHash, createHmac } from "node:crypto";
import type { NodeId, WorkflowId, WorkspaceId } from "#core/id.ts";
import type { InstallationSecret } from "../installation-secret.ts";

type HookAt = {
  readonly workspaceId: WorkspaceId;
  readonly workflowId: WorkflowId;
  readonly nodeId: NodeId;
  readonly rotation: number;
};

/** 256 bits, base64url. The same step has the same token until it is rotated, so it can be shown and is never stored. */
export function hookToken(secret: InstallationSecret, { workspaceId, workflowId, nodeId, rotation }: HookAt): string {
  const name = JSON.stringify(["hook", workspaceId, workflowId, nodeId, rotation]);
  return createHmac("sha256", secret).update(name).digest("base64url");
}

/** What the database knows of a token. */
export function hookTokenHash(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** Whether a text has the form of a token: 43 characters of base64url. */
export function isHookToken(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}
