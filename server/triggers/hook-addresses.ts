import { and, eq, inArray, notInArray } from "drizzle-orm";
import type { NodeId, WorkflowId, WorkspaceId } from "#core/id.ts";
import type { AppTransaction } from "#db/client.ts";
import { hooks } from "#db/schema/hooks.ts";
import type { InstallationSecret } from "../installation-secret.ts";
import { hookToken, hookTokenHash } from "./hook-token.ts";

type Steps = {
  readonly workspaceId: WorkspaceId;
  readonly workflowId: WorkflowId;
  readonly nodes: readonly NodeId[];
};

export type HookAddress = { readonly nodeId: NodeId; readonly path: `/hooks/${string}`; readonly live: boolean };

export type HookAddresses = {
  /** Makes exactly these steps answer at their addresses, once the transaction commits. */
  readonly sync: (tx: AppTransaction, steps: Steps) => Promise<void>;
  /** The addresses of these steps, in their order; a step that was never published has one already. */
  readonly list: (tx: AppTransaction, steps: Steps) => Promise<readonly HookAddress[]>;
};

type Deps = {
  readonly secret: InstallationSecret;
  /** Told when what is live is about to change, so that this process serves nothing old after the commit. */
  readonly onChanging: () => void;
};

export function createHookAddresses({ secret, onChanging }: Deps): HookAddresses {
  return {
    async sync(tx, { workspaceId, workflowId, nodes }) {
      const ours = and(eq(hooks.workspaceId, workspaceId), eq(hooks.workflowId, workflowId));
      const rows = nodes.map((nodeId) => ({
        workspaceId,
        workflowId,
        nodeId,
        tokenHash: hookTokenHash(hookToken(secret, { workspaceId, workflowId, nodeId, rotation: 0 })),
        live: true,
      }));
      if (rows.length > 0) {
        await tx
          .insert(hooks)
          .values(rows)
          .onConflictDoUpdate({ target: [hooks.workspaceId, hooks.workflowId, hooks.nodeId], set: { live: true } });
      }
      const others = nodes.length > 0 ? and(ours, notInArray(hooks.nodeId, [...nodes])) : ours;
      await tx.update(hooks).set({ live: false }).where(others);
      onChanging();
    },
    async list(tx, { workspaceId, workflowId, nodes }) {
      if (nodes.length === 0) return [];
      const rows = await tx
        .select({ nodeId: hooks.nodeId, rotation: hooks.rotation, live: hooks.live })
        .from(hooks)
        .where(
          and(eq(hooks.workspaceId, workspaceId), eq(hooks.workflowId, workflowId), inArray(hooks.nodeId, [...nodes])),
        );
      const known = new Map(rows.map((row) => [row.nodeId, row]));
      return nodes.map((nodeId) => {
        const row = known.get(nodeId);
        const token = hookToken(secret, { workspaceId, workflowId, nodeId, rotation: row?.rotation ?? 0 });
        return { nodeId, path: `/hooks/${token}`, live: row?.live ?? false };
      });
    },
  };
}
