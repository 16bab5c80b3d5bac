import { expect, test } from "vitest";
import { caps } from "#core/caps.ts";
import type { NodeId, RunId, WorkspaceId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import { testDatabase } from "#db/testing.ts";
import { newRunId } from "../run/new-run-id.ts";
import { testServer } from "../testing.ts";
import { type SignalAt, signalToken } from "./signal-token.ts";

const database = testDatabase();
const server = testServer(database);
const activation = "n_wait0001" as NodeId;

/** A run that nobody drives, so that what comes for it stays where it is. */
async function runThat(status: "quarantined" | "succeeded"): Promise<RunId> {
  const { databases, ownerContext } = server.services;
  const id = newRunId(Date.now());
  await databases.engine`
    insert into runs (workspace_id, id, workflow_id, plan_hash, mode, trigger_node, trigger_kind, status, created_at)
    values (${ownerContext.actor.workspaceId}, ${id}, 'wf_1', 'hash', 'live', 'n_t', 'manual', ${status}, now())`;
  return id;
}

function urlOf(runId: RunId, more: Partial<SignalAt> = {}): string {
  const { secret, ownerContext } = server.services;
  const at = { workspaceId: ownerContext.actor.workspaceId, runId, activation, name: "", ...more };
  return `${server.origin}/signals/${signalToken(secret, at)}`;
}

async function inboxOf(runId: RunId): Promise<readonly Json[]> {
  return await server.services.databases.engine<Record<string, Json>[]>`
    select activation, name, value from run_inbox where run_id = ${runId}`;
}

const json = { "content-type": "application/json" };
const post = (url: string, body: BodyInit | null = null, headers: Record<string, string> = {}) =>
  fetch(url, { method: "POST", body, headers });

test("a signal is answered 202 and is durable by then; the same again is answered 409 and changes nothing", async () => {
  const runId = await runThat("quarantined");
  const first = await post(urlOf(runId), '{"status":"paid"}', json);
  expect([first.status, await first.json()]).toEqual([202, { signal: "sent" }]);
  const inbox = [{ activation, name: "signal/", value: { value: { status: "paid" } } }];
  expect(await inboxOf(runId)).toEqual(inbox);
  const again = await post(urlOf(runId), '{"status":"refused"}', json);
  expect([again.status, (await again.json()).error.code]).toEqual([409, "conflict"]);
  expect(await inboxOf(runId)).toEqual(inbox);
});

test("of many who send it at once one is first", async () => {
  const runId = await runThat("quarantined");
  const answers = await Promise.all(Array.from({ length: 12 }, () => post(urlOf(runId))));
  expect(answers.map((answer) => answer.status).sort()).toEqual([202, ...Array.from({ length: 11 }, () => 409)]);
});

test("the value is the body: JSON, form, text, or nothing", async () => {
  const valueSent = async (body: BodyInit | null, headers: Record<string, string> = {}) => {
    const runId = await runThat("quarantined");
    expect((await post(urlOf(runId), body, headers)).status).toBe(202);
    const [message] = (await inboxOf(runId)) as { value: { value: Json } }[];
    return message?.value.value;
  };
  expect(await valueSent("[1,2]", json)).toEqual([1, 2]);
  expect(await valueSent(new URLSearchParams({ approved: "yes" }))).toEqual({ approved: "yes" });
  expect(await valueSent("fine", { "content-type": "text/plain" })).toBe("fine");
  expect(await valueSent(null)).toBeNull();
});

test("a large value is kept by its hash", async () => {
  const runId = await runThat("quarantined");
  const large = { text: "x".repeat(caps.inlineValueBytes) };
  expect((await post(urlOf(runId), JSON.stringify(large), json)).status).toBe(202);
  const [message] = (await inboxOf(runId)) as { value: { blob: string } }[];
  const [blob] = await server.services.databases
    .engine`select json from blobs where hash = ${message?.value.blob ?? ""}`;
  expect(blob?.json).toEqual(large);
});

test("opening the address changes nothing, and the page may send the form and nothing else", async () => {
  const runId = await runThat("quarantined");
  for (const method of ["GET", "HEAD"]) {
    const response = await fetch(urlOf(runId), { method });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'; form-action 'self'");
    expect(response.headers.get("referrer-policy")).toBe("no-referrer");
    expect(response.headers.get("cache-control")).toBe("no-store");
  }
  expect(await inboxOf(runId)).toEqual([]);
  const pressed = await post(urlOf(runId), new URLSearchParams(), { accept: "text/html,*/*" });
  expect([pressed.status, await pressed.text()]).toEqual([202, expect.stringContaining("The workflow goes on")]);
  expect(await inboxOf(runId)).toHaveLength(1);
});

test("a signal to a run that has ended, or is gone, is answered 410 and kept nowhere", async () => {
  const ended = await runThat("succeeded");
  expect((await post(urlOf(ended))).status).toBe(410);
  expect(await inboxOf(ended)).toEqual([]);
  expect((await post(urlOf(newRunId(Date.now())))).status).toBe(410);
});

test("r12 forged, foreign and cut off tokens are answered 404, and no run hears of them", async () => {
  const runId = await runThat("quarantined");
  const { ownerContext } = server.services;
  const at = { workspaceId: ownerContext.actor.workspaceId, runId, activation, name: "" };
  const good = urlOf(runId);
  const [payload = ""] = good.slice(good.lastIndexOf("/") + 1).split(".");
  const forged = [
    good.slice(0, -2),
    `${server.origin}/signals/${payload}`,
    `${server.origin}/signals/${payload}.${"A".repeat(43)}`,
    `${server.origin}/signals/${signalToken(Buffer.alloc(32), at)}`,
    `${good}/more`,
    `${server.origin}/signals/`,
    `${server.origin}/signals/..%2f`,
  ];
  for (const url of forged) expect((await post(url)).status, url).toBe(404);
  expect(await inboxOf(runId)).toEqual([]);
  // The attack had a right address beside it: that one is taken.
  expect((await post(good)).status).toBe(202);
});

test("r12 a right token of another workspace does not reach this one's run", async () => {
  const runId = await runThat("quarantined");
  expect((await post(urlOf(runId, { workspaceId: "ws_other1" as WorkspaceId }))).status).toBe(410);
  expect(await inboxOf(runId)).toEqual([]);
});

test("r12 bodies that are too large, too deep, files or broken JSON are refused, other methods too", async () => {
  const runId = await runThat("quarantined");
  const url = urlOf(runId);
  const file = new FormData();
  file.set("photo", new Blob(["bytes"]), "photo.png");
  expect((await post(url, "x".repeat(caps.bodyBytes + 1), { "content-type": "text/plain" })).status).toBe(413);
  expect((await post(url, JSON.stringify("x".repeat(caps.valueBytes)), json)).status).toBe(413);
  expect((await post(url, `${"[".repeat(200)}${"]".repeat(200)}`, json)).status).toBeGreaterThanOrEqual(400);
  expect((await post(url, file)).status).toBe(415);
  expect((await post(url, "{", json)).status).toBe(400);
  expect((await fetch(url, { method: "DELETE" })).status).toBe(405);
  expect(await inboxOf(runId)).toEqual([]);
});
