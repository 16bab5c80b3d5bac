import { afterEach, expect, test } from "vitest";
import { emptyGraph } from "#core/document/empty-graph.ts";
import { edgeIdOf, type Graph, type GraphNode } from "#core/graph/graph.ts";
import type { NodeId, RunId, WorkflowId } from "#core/id.ts";
import type { JsonObject } from "#core/json/json.ts";
import type { RunEvent } from "#core/schedule/event.ts";
import type { LiveMessage } from "#core/schedule/live-message.ts";
import { stripValues } from "#core/schedule/strip-values.ts";
import { readEvents } from "#db/queries/events.ts";
import { testDatabase } from "#db/testing.ts";
import { insertWorkflow } from "../commands/insert-workflow.ts";
import { newId } from "../commands/new-id.ts";
import { startRun } from "../commands/start-run.ts";
import { testServer } from "../testing.ts";
import { readSubscription } from "./testing/api-client.ts";

const database = testDatabase();
const server = testServer(database);
const context = () => server.services.ownerContext;
const watching: AbortController[] = [];

afterEach(() => {
  for (const controller of watching.splice(0)) controller.abort();
});

const id = (name: string) => `n_${name}0000` as NodeId;
const step = (name: string, type: string, config: JsonObject, parent: NodeId | null = null): GraphNode => {
  const size = type === "each" ? { w: 400, h: 200 } : { w: null, h: null };
  return {
    id: id(name),
    type,
    version: 1,
    key: name,
    title: name,
    x: 0,
    y: 0,
    ...size,
    parent,
    disabled: false,
    config,
  };
};
const edge = (source: string, target: string) => {
  const ends = { source: id(source), sourcePort: "out", target: id(target), targetPort: "in" };
  return { id: edgeIdOf(ends), ...ends };
};

/** A run of some thousand events, slowed down by a short rest for every item. */
const busy: Graph = {
  ...emptyGraph,
  nodes: [
    step("start", "manual", {}),
    step("each", "each", { list: { $expr: "range(trigger.items)" }, parallel: 20 }),
    step("rest", "wait", { amount: { $expr: "trigger.ms / 1000.0" }, unit: "seconds" }, id("each")),
    step("count", "set-fields", { keep: false, fields: [{ name: "n", value: { $expr: "index" } }] }, id("each")),
  ],
  edges: [edge("start", "each"), edge("rest", "count")],
};

async function busyWorkflow(): Promise<WorkflowId> {
  const workflowId = newId("wf");
  await insertWorkflow(context(), { workflowId, graph: busy });
  return workflowId;
}

const start = async (workflowId: WorkflowId, input: { items: number; ms: number }) =>
  (await startRun(context(), { workflowId, input, of: "draft" })).runId;

type Watcher = {
  readonly messages: readonly { readonly id: string; readonly message: LiveMessage }[];
  /** Reads on until the condition holds. */
  readonly until: (holds: (message: LiveMessage) => boolean) => Promise<void>;
  readonly events: (runId: RunId) => readonly RunEvent[];
  readonly lastId: () => string;
  readonly stop: () => void;
};

function watch(input: { workflowId: WorkflowId; run: RunId | "newest"; lastEventId?: string }): Watcher {
  const controller = new AbortController();
  watching.push(controller);
  const url = `${server.origin}/api/trpc/live.watch?input=${encodeURIComponent(JSON.stringify(input))}`;
  const stream = readSubscription(url, controller.signal);
  const messages: { id: string; message: LiveMessage }[] = [];
  return {
    messages,
    until: async (holds) => {
      for (;;) {
        const { value, done } = await stream.next();
        if (done) throw new Error("The stream ended.");
        if (value.id === null) continue;
        const message = value.data as LiveMessage;
        messages.push({ id: value.id, message });
        if (holds(message)) return;
      }
    },
    events: (runId) =>
      messages.flatMap(({ message }) => (message.kind === "events" && message.runId === runId ? message.events : [])),
    lastId: () => messages.at(-1)?.id ?? "",
    stop: () => controller.abort(),
  };
}

const endOf = (runId: RunId) => (message: LiveMessage) =>
  message.kind === "events" &&
  message.runId === runId &&
  message.events.some((event) => event.type === "run.succeeded");

const journal = async (runId: RunId) => {
  const { workspaceId } = context().actor;
  return (await readEvents(database.databases.engine, { workspaceId, runId })).map(stripValues);
};

test("whoever watches from the start gets every event once and in order", async () => {
  const workflowId = await busyWorkflow();
  const watcher = watch({ workflowId, run: "newest" });
  const runId = await start(workflowId, { items: 400, ms: 1 });
  await watcher.until(endOf(runId));
  expect(watcher.messages.map(({ message }) => message.kind)).toContain("follow");
  expect(watcher.events(runId).length).toBeGreaterThan(800);
  expect(watcher.events(runId)).toEqual(await journal(runId));
});

test("whoever opens the page in the middle, or after the end, gets the whole picture", async () => {
  const workflowId = await busyWorkflow();
  const first = watch({ workflowId, run: "newest" });
  const runId = await start(workflowId, { items: 300, ms: 2 });
  await first.until((message) => message.kind === "events" && message.events.some((event) => event.seq > 100));
  const late = watch({ workflowId, run: "newest" });
  await late.until(endOf(runId));
  const afterwards = watch({ workflowId, run: runId });
  await afterwards.until(endOf(runId));
  const all = await journal(runId);
  expect(late.events(runId)).toEqual(all);
  expect(afterwards.events(runId)).toEqual(all);
});

test("a connection that breaks again and again goes on where it was, without gap or repetition", async () => {
  const workflowId = await busyWorkflow();
  const runId = await start(workflowId, { items: 400, ms: 2 });
  const seen: RunEvent[] = [];
  let lastEventId: string | undefined;
  let connections = 0;
  for (let isOver = false; !isOver; connections++) {
    const watcher = watch({ workflowId, run: "newest", ...(lastEventId ? { lastEventId } : {}) });
    await watcher.until((message) => message.kind === "events");
    seen.push(...watcher.events(runId));
    lastEventId = watcher.lastId();
    watcher.stop();
    isOver = seen.at(-1)?.type === "run.succeeded";
  }
  expect(connections).toBeGreaterThan(2);
  expect(seen).toEqual(await journal(runId));
});

test("the newest run is followed once the one before it has ended", async () => {
  const workflowId = await busyWorkflow();
  const watcher = watch({ workflowId, run: "newest" });
  const slow = await start(workflowId, { items: 60, ms: 10 });
  await watcher.until((message) => message.kind === "follow" && message.runId === slow);
  const quick = await start(workflowId, { items: 1, ms: 1 });
  await watcher.until(endOf(quick));
  const order = watcher.messages.flatMap(({ message }) =>
    message.kind === "follow"
      ? [message.runId]
      : message.kind === "events" && endOf(slow)(message)
        ? ["end of slow"]
        : [],
  );
  expect(order).toEqual([slow, "end of slow", quick]);
  expect(watcher.events(quick)).toEqual(await journal(quick));
});

test("every run of the workflow is told about, from its start to its end", async () => {
  const workflowId = await busyWorkflow();
  const followed = await start(workflowId, { items: 1, ms: 1 });
  const watcher = watch({ workflowId, run: followed });
  await watcher.until(endOf(followed));
  const other = await start(workflowId, { items: 5, ms: 1 });
  await watcher.until(
    (message) => message.kind === "run" && message.run.id === other && message.run.status === "succeeded",
  );
  expect(watcher.events(other)).toEqual([]);
});

test("another workflow's run cannot be watched through this one", async () => {
  const [mine, other] = [await busyWorkflow(), await busyWorkflow()];
  const runId = await start(other, { items: 1, ms: 1 });
  const url = `${server.origin}/api/trpc/live.watch?input=${encodeURIComponent(JSON.stringify({ workflowId: mine, run: runId }))}`;
  const controller = new AbortController();
  watching.push(controller);
  const sent: (string | null)[] = [];
  for await (const { event, data } of readSubscription(url, controller.signal)) {
    sent.push(event);
    if (event === "serialized-error") {
      expect(JSON.stringify(data)).toContain("no such run");
      break;
    }
  }
  expect(sent).toContain("serialized-error");
});
