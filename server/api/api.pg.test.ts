import { initTRPC } from "@trpc/server";
import { beforeAll, describe, expect, test } from "vitest";
import { withWorkspace } from "#db/client.ts";
import { insertWorkspace } from "#db/queries/members.ts";
import { insertWorkflow as insertRow } from "#db/queries/workflows.ts";
import { sampleWorkflows } from "#db/sample-workflows.ts";
import { testDatabase } from "#db/testing.ts";
import { newId } from "../commands/new-id.ts";
import { rights } from "../policies/rights.ts";
import { newRunId } from "../run/drive/new-run-id.ts";
import { testServer } from "../testing.ts";
import { appRouter } from "./root.ts";
import { apiClient } from "./testing/api-client.ts";
import { assertEveryProcedureHasRight, procedureFor, rightOf, router } from "./trpc.ts";

const database = testDatabase();
const server = testServer(database);

/** A valid input for each procedure, with ids of things that do not exist. */
function inputs() {
  const workflowId = newId("wf");
  const runId = newRunId(Date.now());
  const text = "{}";
  return {
    "workflows.list": {},
    "workflows.get": { workflowId },
    "workflows.create": {},
    "workflows.rename": { workflowId, title: "New" },
    "workflows.duplicate": { workflowId },
    "workflows.remove": { workflowId },
    "workflows.restore": { workflowId },
    "workflows.export": { workflowId },
    "workflows.import": { text },
    "workflows.replace": { workflowId, text },
    "versions.publish": { workflowId },
    "versions.list": { workflowId },
    "versions.graph": { versionId: newId("ver") },
    "runs.start": { workflowId, input: null, of: "draft" },
    "runs.list": {},
    "runs.get": { runId },
    "runs.cancel": { runId },
    "runs.resume": { runId },
    "runs.step": { runId, activation: "n_step" },
    "runs.activations": { runId, nodeId: "n_step" },
    "steps.test": { workflowId, nodeId: "n_step" },
    "steps.samples": { workflowId },
    "steps.breakers": { workflowId },
    "tasks.list": {},
    "tasks.complete": { taskId: newId("task"), choice: "Approve" },
    "live.watch": { workflowId, run: "newest" },
  } as const satisfies Record<string, object>;
}

type Path = keyof ReturnType<typeof inputs>;
const procedures: Readonly<Record<string, { readonly _def: { readonly type: string } }>> = appRouter._def
  .procedures as never;
const paths = Object.keys(procedures) as Path[];

type Answer = { readonly status: number; readonly body: { error?: { message: string; data: { code: string } } } };

async function ask(path: Path, input: object): Promise<Answer> {
  const url = `${server.origin}/api/trpc/${path}`;
  const type = procedures[path]?._def.type;
  const response =
    type === "mutation"
      ? await fetch(url, {
          method: "POST",
          body: JSON.stringify(input),
          headers: { "content-type": "application/json" },
        })
      : await fetch(`${url}?input=${encodeURIComponent(JSON.stringify(input))}`, {
          headers: { accept: "application/json" },
        });
  return { status: response.status, body: (await response.json()) as Answer["body"] };
}

test("r10 every procedure names a right, and there is a right for nothing else", () => {
  expect(paths.length).toBe(Object.keys(inputs()).length);
  for (const path of paths) expect(Object.keys(rights)).toContain(rightOf(procedures[path]));
});

test("r10 a procedure that was made without a right stops the start", () => {
  const bare = initTRPC.create();
  expect(() => assertEveryProcedureHasRight(bare.router({ open: bare.procedure.query(() => 1) }))).toThrow("open");
  expect(() => assertEveryProcedureHasRight(router({ kept: procedureFor("run.read").query(() => 1) }))).not.toThrow();
});

describe("r11 unknown names in an input are refused", () => {
  test.each(paths.filter((path) => path !== "live.watch"))("%s", async (path) => {
    const { status, body } = await ask(path, { ...inputs()[path], workspaceId: "ws_theirs" });
    expect(status).toBe(400);
    expect(body.error?.message).toContain("workspaceId");
  });
});

describe("r9 what another workspace has answers like what does not exist", () => {
  const theirs = { workspaceId: newId("ws"), workflowId: newId("wf"), userId: newId("user") };
  beforeAll(async () => {
    const { workspaceId, workflowId, userId } = theirs;
    await withWorkspace(database.databases.app, workspaceId, async (tx) => {
      await insertWorkspace(tx, { workspaceId, name: "Theirs", owner: { userId, name: "Eve" } });
      await insertRow(tx, { workspaceId, workflowId, title: "Secret", description: "", createdBy: userId });
    });
  });
  const withWorkflow = paths.filter((path) => path !== "live.watch" && "workflowId" in inputs()[path]);
  test.each(withWorkflow)("%s", async (path) => {
    const input = path === "workflows.replace" ? { text: sampleWorkflows()[0]?.text } : {};
    const nobodys = await ask(path, { ...inputs()[path], ...input });
    const answer = await ask(path, { ...inputs()[path], ...input, workflowId: theirs.workflowId });
    expect(nobodys.status).toBe(404);
    expect(answer).toEqual(nobodys);
  });
  test("lists show nothing of it", async () => {
    const { items } = await apiClient(server.origin).workflows.list.query({ search: "Secret" });
    expect(items).toEqual([]);
  });
});

test("an error is a sentence and a code, never a stack", async () => {
  const { body } = await ask("workflows.get", { workflowId: newId("wf") });
  expect(body.error?.data).toEqual({ code: "not_found", httpStatus: 404 });
  expect(JSON.stringify(body)).not.toContain("server/");
});

test("a body over the cap is refused", async () => {
  const answer = await fetch(`${server.origin}/api/trpc/workflows.import`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text: "x".repeat(11 * 1024 * 1024) }),
  });
  expect(answer.status).toBe(413);
});

test("a request from a page of another site is refused", async () => {
  const answer = await fetch(`${server.origin}/api/trpc/workflows.create`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: "http://evil.example" },
    body: "{}",
  });
  expect(answer.status).toBe(403);
});
