import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { request as httpRequest } from "node:http";
import { expect, test, vi } from "vitest";
import { caps } from "#core/caps.ts";
import { graphOf, nodeIdOf } from "#core/graph/graph-of.ts";
import type { JsonObject } from "#core/json/json.ts";
import { nodeRegistry } from "#core/nodes/registry.ts";
import { testDatabase } from "#db/testing.ts";
import { publishVersion } from "../commands/publish-version.ts";
import { removeWorkflow } from "../commands/remove-workflow.ts";
import { publishGraph, testServer } from "../testing.ts";

const database = testDatabase();
const server = testServer(database);

/** webhook > set-fields, with these settings. */
function hookGraph(webhook: JsonObject = {}, drawing = "webhook > set_fields", fields: JsonObject = {}) {
  return graphOf(drawing, {
    types: nodeRegistry,
    nodes: { webhook: { config: webhook }, set_fields: { config: fields } },
  });
}

async function publish(webhook: JsonObject = {}, drawing?: string, fields?: JsonObject) {
  const { workflowId, hookUrl } = await publishGraph(server, hookGraph(webhook, drawing, fields));
  return { workflowId, url: await hookUrl(nodeIdOf("webhook")) };
}

const json = { "content-type": "application/json" };
const post = (url: string, body: BodyInit, headers: Record<string, string> = json) =>
  fetch(url, { method: "POST", body, headers });

/** How many runs of a workflow there are; whoever claims that none was started asks this. */
async function runsOf(workflowId: string): Promise<number> {
  const [row] = await server.services.databases.engine`
    select count(*)::int as count from runs where workflow_id = ${workflowId}`;
  return row?.count ?? 0;
}

test("a call is answered at the end with the output of the last step, and its run is durable by then", async () => {
  const { url, workflowId } = await publish();
  const response = await post(`${url}/orders/7?a=1&a=2`, '{"amount": 12}');
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toContain("application/json");
  const runId = response.headers.get("x-heddle-run");
  const [run] = await server.services.databases.engine`select status, mode, trigger_kind from runs where id = ${runId}`;
  expect(run).toMatchObject({ status: "succeeded", mode: "live", trigger_kind: "webhook" });
  expect(await runsOf(workflowId)).toBe(1);
  expect(await response.json()).toMatchObject({
    method: "POST",
    path: "orders/7",
    query: { a: ["1", "2"] },
    body: { amount: 12 },
    headers: { "content-type": "application/json" },
  });
});

test("answered at once, the caller gets 202 and the id of a run that is durable", async () => {
  const { url } = await publish({ answer: "at-once" });
  const response = await post(url, "{}");
  expect(response.status).toBe(202);
  const { runId } = await response.json();
  expect(response.headers.get("x-heddle-run")).toBe(runId);
  const rows = await server.services.databases.engine`select id from runs where id = ${runId}`;
  expect(rows).toHaveLength(1);
});

test("a respond step says status, headers and body", async () => {
  const graph = graphOf("webhook > respond", {
    types: nodeRegistry,
    nodes: {
      webhook: { config: { answer: "respond" } },
      respond: {
        config: {
          status: 418,
          bodyAs: "text",
          text: "<b>short and stout</b>",
          contentType: "text/html",
          headers: [
            { name: "x-pot", value: "tea" },
            { name: "set-cookie", value: "session=stolen" },
          ],
        },
      },
    },
  });
  const { hookUrl } = await publishGraph(server, graph);
  const response = await post(await hookUrl(nodeIdOf("webhook")), "{}");
  expect(response.status).toBe(418);
  expect(response.headers.get("x-pot")).toBe("tea");
  expect(await response.text()).toBe("<b>short and stout</b>");
  // r18 what a workflow answers cannot act as our origin.
  expect(response.headers.get("set-cookie")).toBeNull();
  expect(response.headers.get("content-security-policy")).toContain("sandbox");
});

test("a run that fails answers 500 with the title of the step and what went wrong there", async () => {
  const graph = graphOf("webhook > set_fields", {
    types: nodeRegistry,
    nodes: {
      set_fields: {
        title: "Add the total",
        config: { fields: [{ name: "total", value: { $expr: "input.body.lines.sum()" } }] },
      },
    },
  });
  const { hookUrl } = await publishGraph(server, graph);
  const response = await post(await hookUrl(nodeIdOf("webhook")), "{}");
  expect(response.status).toBe(500);
  expect((await response.json()).error.message).toMatch(/^Add the total: \S/);
});

test("a run that a stop step ends answers 500 with the sentence that was written for the caller", async () => {
  const graph = graphOf("webhook > stop_with_error", {
    types: nodeRegistry,
    nodes: { stop_with_error: { config: { message: "The order has no lines." } } },
  });
  const { hookUrl } = await publishGraph(server, graph);
  const response = await post(await hookUrl(nodeIdOf("webhook")), "{}");
  expect(response.status).toBe(500);
  expect((await response.json()).error.message).toBe("The order has no lines.");
  expect(response.headers.get("x-heddle-run")).toMatch(/^run_/);
});

test("a run that takes longer than the caller waits goes on, and the caller gets 202", async () => {
  const graph = graphOf("webhook > wait", {
    types: nodeRegistry,
    nodes: { webhook: { config: { answerTimeoutSeconds: 1 } }, wait: { config: { amount: 3, unit: "seconds" } } },
  });
  const { hookUrl } = await publishGraph(server, graph);
  const response = await post(await hookUrl(nodeIdOf("webhook")), "{}");
  expect(response.status).toBe(202);
  const { runId } = await response.json();
  await vi.waitFor(
    async () => {
      const [run] = await server.services.databases.engine`select status from runs where id = ${runId}`;
      expect(run?.status).toBe("succeeded");
    },
    { timeout: 20_000, interval: 50 },
  );
});

test("a caller that hangs up does not end the run", async () => {
  const graph = graphOf("webhook > wait", {
    types: nodeRegistry,
    nodes: { wait: { config: { amount: 1, unit: "seconds" } } },
  });
  const { hookUrl, workflowId } = await publishGraph(server, graph);
  const request = httpRequest(await hookUrl(nodeIdOf("webhook")), { method: "POST", headers: json });
  request.on("error", () => undefined);
  request.end("{}");
  await vi.waitFor(async () => expect(await runsOf(workflowId)).toBe(1), { timeout: 10_000, interval: 20 });
  request.destroy();
  await vi.waitFor(
    async () => {
      const [run] = await server.services.databases.engine`select status from runs where workflow_id = ${workflowId}`;
      expect(run?.status).toBe("succeeded");
    },
    { timeout: 20_000, interval: 50 },
  );
});

test.each([
  ["JSON", '{"a": 1,\n "b" 2}', json, /Line 2, column 6/],
  ["CSV", "a,b\n1,2\n3\n", { "content-type": "text/csv" }, /Line 3, column 2/],
])("malformed %s is refused with 400, line and column, and starts no run", async (_name, body, headers, sentence) => {
  const { url, workflowId } = await publish();
  const response = await post(url, body, headers);
  expect(response.status).toBe(400);
  expect((await response.json()).error.message).toMatch(sentence);
  expect(await runsOf(workflowId)).toBe(0);
});

test("r12 a body over the cap is refused with 413 while it is still being sent, and starts no run", async () => {
  const { url, workflowId } = await publish();
  const request = httpRequest(url, {
    method: "POST",
    headers: { ...json, "content-length": String(caps.bodyBytes + 1) },
  });
  request.on("error", () => undefined);
  request.write("[");
  const [response] = await once(request, "response");
  expect(response.statusCode).toBe(413);
  request.destroy();
  expect(await runsOf(workflowId)).toBe(0);
});

test("r12 r9 an unknown token, a token of a draft and any other path answer alike", async () => {
  const { url, workflowId } = await publish();
  await removeWorkflow(server.services.ownerContext, { workflowId });
  const wrongs = [
    url,
    `${server.origin}/hooks/${"a".repeat(43)}`,
    `${server.origin}/hooks/x`,
    `${server.origin}/hooks/%00`,
  ];
  for (const wrong of wrongs) {
    const response = await post(wrong, "{}");
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({
      error: { code: "not_found", message: "There is nothing at this address." },
    });
  }
  expect(await runsOf(workflowId)).toBe(0);
});

test("another method than the step takes is refused with 405 and the right one", async () => {
  const { url, workflowId } = await publish({ method: "PUT" });
  for (const method of ["GET", "POST", "HEAD", "OPTIONS"]) {
    const response = await fetch(url, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("PUT");
  }
  expect(await runsOf(workflowId)).toBe(0);
});

test("r12 HEAD and OPTIONS start nothing, whatever the webhook takes", async () => {
  for (const method of ["GET", "POST", "ANY"]) {
    const { url, workflowId } = await publish({ method });
    for (const asked of ["HEAD", "OPTIONS"]) {
      const response = await fetch(url, { method: asked });
      expect(response.status).toBe(405);
      expect(response.headers.get("allow")).toBe(method === "ANY" ? "GET, POST, PUT, PATCH, DELETE" : method);
    }
    expect(await runsOf(workflowId)).toBe(0);
  }
});

test("r7 secrets that the caller sends in headers do not enter the run", async () => {
  const { url } = await publish();
  const response = await post(url, "{}", {
    ...json,
    authorization: "Bearer hunter2",
    cookie: "s=hunter2",
    "x-kept": "1",
  });
  const text = await response.text();
  expect(text).toContain("x-kept");
  expect(text).not.toContain("hunter2");
});

test("r14 a hook runs what was published last, from the moment that publishing is answered", async () => {
  const fields = (version: number): JsonObject => ({
    fields: [{ name: "version", value: version }],
  });
  const { ownerContext } = server.services;
  const { url, workflowId } = await publish({}, undefined, fields(1));
  expect(await (await post(url, "{}")).json()).toMatchObject({ version: 1 });
  const at = { actor: ownerContext.actor, workflowId };
  await ownerContext.collab.edit(at, [{ type: "graph.replace", graph: hookGraph({}, undefined, fields(2)) }]);
  expect(await (await post(url, "{}")).json()).toMatchObject({ version: 1 });
  await publishVersion(ownerContext, { workflowId });
  expect(await (await post(url, "{}")).json()).toMatchObject({ version: 2 });
});

test("a file is kept in the workspace and appears by reference", async () => {
  const { url } = await publish({ body: "file" });
  const response = await post(url, Buffer.from([1, 2, 3]), { "content-type": "application/pdf" });
  const { body, files } = await response.json();
  expect(body).toMatchObject({ mediaType: "application/pdf", bytes: 3 });
  expect(files).toEqual([body]);
});

test("a hook may be called under any host name, through a tunnel for instance; pages and the API may not", async () => {
  const { url } = await publish();
  const call = async (path: string, method: string) => {
    const { port } = new URL(url);
    const request = httpRequest({
      host: "127.0.0.1",
      port,
      path,
      method,
      headers: { ...json, host: "tunnel.example" },
    });
    request.end(method === "POST" ? "{}" : undefined);
    const [response] = await once(request, "response");
    response.resume();
    return response.statusCode;
  };
  expect(await call(new URL(url).pathname, "POST")).toBe(200);
  expect(await call("/", "GET")).toBe(421);
  expect(await call("/api/trpc/workflows.list", "GET")).toBe(421);
  expect(await call("/api/files", "POST")).toBe(421);
});

test("the companies of the sample file are read to the last one, quoted commas and all", async () => {
  const { url } = await publish({ body: "csv" });
  const csv = await readFile(new URL("../../public/samples/constituents.csv", import.meta.url));
  const response = await post(url, csv, { "content-type": "text/csv" });
  const { body } = await response.json();
  expect(body.length).toBeGreaterThan(400);
  expect(body.some((row: JsonObject) => Object.values(row).some((cell) => String(cell).includes(", ")))).toBe(true);
});
