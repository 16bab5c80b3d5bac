import { expect, test } from "vitest";
import { graphOf, nodeIdOf } from "#core/graph/graph-of.ts";
import type { WorkspaceId } from "#core/id.ts";
import { nodeRegistry } from "#core/nodes/registry.ts";
import { testDatabase } from "#db/testing.ts";
import { publishGraph, testServer } from "../testing.ts";
import { listBreakers } from "./list-breakers.ts";

const database = testDatabase();
const server = testServer(database);

test("the steps are told whose host is left alone, for how long and why", async () => {
  const { ownerContext, databases } = server.services;
  const { workspaceId } = ownerContext.actor;
  const call = (url: unknown) => ({ type: "http-request", config: { url } as never });
  const graph = graphOf("manual > fixed > written > computed > part > other", {
    types: nodeRegistry,
    nodes: {
      fixed: call("https://API.example.com/orders"),
      written: call({ $template: ["https://api.example.com:443/orders/", { $expr: "input.status" }] }),
      computed: call({ $expr: "input.headers.location" }),
      part: call({ $template: ["https://api.example.com", { $expr: "input.headers.host" }] }),
      other: call("https://example.com/"),
    },
  });
  const { workflowId } = await publishGraph(server, graph);
  expect(await listBreakers(ownerContext, { workflowId })).toEqual([]);
  const before = Date.now();
  await databases.engine`
    insert into breakers (workspace_id, host, state, failures, open_until, last_failure) values
      (${workspaceId}, 'api.example.com:443', 'open', 5, now() + interval '30 seconds', 'It answered 503.'),
      (${workspaceId}, 'example.com:443', 'closed', 3, null, 'It answered 503.')`;
  const open = {
    host: "api.example.com:443",
    state: "open",
    lastFailure: "It answered 503.",
    untilMs: expect.any(Number),
  };
  const found = await listBreakers(ownerContext, { workflowId });
  expect(found).toEqual([
    { nodeId: nodeIdOf("fixed"), ...open },
    { nodeId: nodeIdOf("written"), ...open },
  ]);
  expect(found[0]?.untilMs).toBeGreaterThan(before + 20_000);
  await databases.engine`update breakers set state = 'half-open', probe_until = now() where state = 'open'`;
  expect((await listBreakers(ownerContext, { workflowId }))[0]).toMatchObject({ state: "half-open", untilMs: null });
  const elsewhere = { ...ownerContext, actor: { ...ownerContext.actor, workspaceId: "ws_other001" as WorkspaceId } };
  await expect(listBreakers(elsewhere, { workflowId })).rejects.toMatchObject({ code: "not_found" });
});
