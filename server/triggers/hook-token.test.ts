import { expect, test } from "vitest";
import type { NodeId, WorkflowId, WorkspaceId } from "#core/id.ts";
import { hookToken, hookTokenHash, isHookToken } from "./hook-token.ts";

const secret = Buffer.alloc(32, 7);
const at = {
  workspaceId: "ws_1" as WorkspaceId,
  workflowId: "wf_1" as WorkflowId,
  nodeId: "n_1" as NodeId,
  rotation: 0,
};

test("the same step has the same token, so its address can be shown without being stored", () => {
  expect(hookToken(secret, at)).toBe(hookToken(secret, { ...at }));
  expect(isHookToken(hookToken(secret, at))).toBe(true);
});

test("another workspace, workflow, step, rotation or installation has another token", () => {
  const others = [
    hookToken(secret, at),
    hookToken(secret, { ...at, workspaceId: "ws_2" as WorkspaceId }),
    hookToken(secret, { ...at, workflowId: "wf_2" as WorkflowId }),
    hookToken(secret, { ...at, nodeId: "n_2" as NodeId }),
    hookToken(secret, { ...at, rotation: 1 }),
    hookToken(Buffer.alloc(32, 8), at),
  ];
  expect(new Set(others).size).toBe(others.length);
});

test("r12 what the database holds does not open the hook", () => {
  const token = hookToken(secret, at);
  expect(hookTokenHash(token)).not.toContain(token);
  expect(isHookToken(hookTokenHash(token))).toBe(false);
});
