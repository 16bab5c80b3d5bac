import { expect, test } from "vitest";
import type { GraphNode } from "#core/graph/graph.ts";
import type { JsonObject } from "#core/json/json.ts";
import { parseConfig } from "#core/node-kit/parse-config.ts";
import { nodeRegistry } from "#core/nodes/registry.ts";
import { triggerSample } from "./trigger-sample.ts";

const nowMs = Date.parse("2027-01-31T12:00:00Z");

function sample(type: string, raw: JsonObject) {
  const definition = nodeRegistry.get(type);
  if (!definition) throw new Error(`There is no type ${type}.`);
  return triggerSample({ type } as GraphNode, parseConfig(definition, raw).config, nowMs);
}

test("a schedule is tried with its next time, in its zone", () => {
  expect(sample("schedule", { every: "day", time: "06:30", zone: "Europe/Zurich" })).toMatchObject({
    scheduledFor: "2027-02-01T06:30:00.000+01:00",
    missed: 0,
  });
});

test("a schedule whose settings are wrong is tried with the time that it is", () => {
  expect(
    triggerSample({ type: "schedule" } as GraphNode, { every: "cron", cron: "x", zone: "Mars" }, nowMs),
  ).toMatchObject({
    scheduledFor: "2027-01-31T12:00:00.000Z",
  });
});

test("an event has the name that is listened to, a failure the workflow", () => {
  expect(sample("event", { name: "order.paid" })).toMatchObject({ name: "order.paid", value: {} });
  expect(sample("event", { name: "*" })).toMatchObject({ name: "" });
  expect(sample("error", { workflow: "wf_12345678" })).toMatchObject({ workflow: { id: "wf_12345678" } });
});

test("other triggers have a sample of their own", () => {
  expect(sample("manual", {})).toBeUndefined();
});
