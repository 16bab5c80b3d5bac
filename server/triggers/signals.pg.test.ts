import { expect, test } from "vitest";
import { caps } from "#core/caps.ts";
import { graphOf, nodeIdOf } from "#core/graph/graph-of.ts";
import type { NodeId, RunId, WorkspaceId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import { nodeRegistry } from "#core/nodes/registry.ts";
import { testDatabase } from "#db/testing.ts";
import { newRunId } from "../run/drive/new-run-id.ts";
import { publishGraph, testServer } from "../testing.ts";
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
    select activation, name, value from run_inbox where run_id = ${runId} order by created_at`;
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

test("a name behind the address sends the signal of that name, once", async () => {
  const runId = await runThat("quarantined");
  expect((await post(`${urlOf(runId)}/p%C3%A4id?from=bank`, "7", json)).status).toBe(202);
  expect((await post(`${urlOf(runId)}/p%C3%A4id`, "8", json)).status).toBe(409);
  expect((await post(`${urlOf(runId)}/`)).status).toBe(202);
  expect(await inboxOf(runId)).toEqual([
    { activation, name: "signal/päid", value: { value: 7 } },
    { activation, name: "signal/", value: { value: null } },
  ]);
});

test("r16 a step is sent signals of so many names and no more, and those that it has are known still", async () => {
  const runId = await runThat("quarantined");
  const url = urlOf(runId);
  for (let n = 0; n < caps.stepMessages; n++) expect((await post(`${url}/n${n}`)).status).toBe(202);
  const refused = await post(`${url}/more`);
  expect([refused.status, (await refused.json()).error.code]).toEqual([429, "too_many"]);
  expect((await post(`${url}/n7`)).status).toBe(409);
  expect(await inboxOf(runId)).toHaveLength(caps.stepMessages);
  expect((await post(urlOf(runId, { activation: "n_wait0002" as NodeId }))).status).toBe(202);
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
    `${good}/more/still`,
    `${good}/${"n".repeat(101)}`,
    `${good}/%00`,
    `${good}/%zz`,
    `${good.slice(0, -1)}/paid`,
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

/** A run that tells its caller where to signal, and waits for `first` and then for `second`. */
async function waitingRun(): Promise<{ runId: RunId; first: string; second: string }> {
  const callback = (key: string) => ({ $expr: `run.callbacks.${key}` });
  const graph = graphOf("webhook > set_fields > respond > first > second", {
    types: nodeRegistry,
    nodes: {
      webhook: { config: { answer: "respond" } },
      set_fields: {
        config: {
          fields: [
            { name: "first", value: callback("first") },
            { name: "second", value: callback("second") },
          ],
        },
      },
      respond: { config: { json: { $expr: "input" } } },
      first: { type: "wait-for-signal" },
      second: { type: "wait-for-signal" },
    },
  });
  const { hookUrl } = await publishGraph(server, graph);
  const answer = await post(await hookUrl(nodeIdOf("webhook")), "{}", json);
  const urls = (await answer.json()) as { first: string; second: string };
  return { runId: answer.headers.get("x-heddle-run") as RunId, ...urls };
}

const statusOf = async (runId: RunId) => {
  const [row] = await server.services.databases.engine`select status from runs where id = ${runId}`;
  return row?.status;
};

test("a run goes on with the value of its signal, waits for the next one, and then ends", async () => {
  const { runId, first, second } = await waitingRun();
  expect((await post(first, '{"n":1}', json)).status).toBe(202);
  await expect.poll(() => statusOf(runId), { timeout: 10_000 }).toBe("waiting");
  expect((await post(first, '{"n":1}', json)).status).toBe(409);
  expect((await post(second, '{"n":2}', json)).status).toBe(202);
  await expect.poll(() => statusOf(runId), { timeout: 10_000 }).toBe("succeeded");
  const [event] = await server.services.databases.engine`
    select data -> 'output' -> 'value' as output from events where run_id = ${runId} and type = 'activation.emitted'
    order by seq desc limit 1`;
  expect(event?.output).toEqual({ n: 2 });
  expect((await post(second, '{"n":2}', json)).status).toBe(410);
});

test("a signal that comes before its step waits is kept for it", async () => {
  const { runId, first, second } = await waitingRun();
  expect((await post(second)).status).toBe(202);
  expect((await post(second)).status).toBe(409);
  await expect.poll(() => statusOf(runId), { timeout: 10_000 }).toBe("waiting");
  expect((await post(first)).status).toBe(202);
  await expect.poll(() => statusOf(runId), { timeout: 10_000 }).toBe("succeeded");
});

test("no signal is lost, however close it comes to the moment at which its run is put away", async () => {
  const runs = await Promise.all(Array.from({ length: 12 }, () => waitingRun()));
  await Promise.all(
    runs.map(async ({ first, second }, at) => {
      const urls = at % 2 ? [first, second] : [second, first];
      for (const url of urls) expect((await post(url)).status).toBe(202);
    }),
  );
  await expect
    .poll(async () => Promise.all(runs.map(({ runId }) => statusOf(runId))), { timeout: 20_000 })
    .toEqual(runs.map(() => "succeeded"));
});

test("the steps inside a state can give away its address, and a name behind it takes the transition of that name", async () => {
  const way = (name: string) => ({ name, on: "signal", signal: name });
  const graph = graphOf("webhook > machine, machine{ open.next1 > paid, open.next2 > gone }, open{ set_fields }", {
    types: nodeRegistry,
    nodes: {
      webhook: { config: { answer: "at-once" } },
      machine: { type: "states" },
      open: { type: "state", config: { initial: true, transitions: [way("paid"), way("gone")] } },
      paid: { type: "state" },
      gone: { type: "state" },
      set_fields: { config: { fields: [{ name: "address", value: { $expr: "run.callbacks.open" } }] } },
    },
  });
  const { hookUrl } = await publishGraph(server, graph);
  const answer = await post(await hookUrl(nodeIdOf("webhook")), "{}", json);
  const runId = answer.headers.get("x-heddle-run") as RunId;
  await expect.poll(() => statusOf(runId), { timeout: 10_000 }).toBe("waiting");
  const [event] = await server.services.databases.engine<{ address: string }[]>`
    select data -> 'output' -> 'value' ->> 'address' as address from events
    where run_id = ${runId} and type = 'activation.emitted' and data ->> 'activation' like ${`${nodeIdOf("set_fields")}%`}`;
  const address = event?.address ?? "";
  expect((await post(`${address}/gone`, '{"why":"late"}', json)).status).toBe(202);
  await expect.poll(() => statusOf(runId), { timeout: 10_000 }).toBe("succeeded");
  const [last] = await server.services.databases.engine`
    select data -> 'output' -> 'value' as output from events
    where run_id = ${runId} and type = 'activation.emitted' order by seq desc limit 1`;
  expect(last?.output).toEqual({ state: "gone", result: { why: "late" }, visits: 2 });
});
