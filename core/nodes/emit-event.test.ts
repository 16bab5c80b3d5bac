import { expect, it, test } from "vitest";
import { parseConfig } from "../node-kit/parse-config.ts";
import { emitEvent } from "./emit-event.ts";
import { error } from "./error.ts";
import { event } from "./event.ts";
import { emitted, expr, failed, runNode } from "./testing/run-node.ts";

const results = [{ ok: true, value: null }] as const;

it("tells the event and passes on what arrived", () => {
  const given = { config: { name: "order.paid", value: expr("input.id") }, input: { id: 7 }, results };
  expect(runNode(emitEvent, given).effects).toEqual([
    { kind: "emit-event", request: { name: "order.paid", value: 7 } },
  ]);
  expect(emitted(emitEvent, given)).toEqual({ id: 7 });
});

test.each(["", "order paid", "*", ".x", "a".repeat(101)])("“%s” is no name of an event", (name) => {
  expect(parseConfig(emitEvent, { name }).issues).toHaveLength(1);
});

it("a listener takes the same names, and * for all", () => {
  expect(parseConfig(event, { name: "order.paid" }).issues).toEqual([]);
  expect(parseConfig(event, { name: "*" }).issues).toEqual([]);
  expect(parseConfig(event, { name: "order paid" }).issues).toHaveLength(1);
});

it("a listener fails at the end of a chain of more than twenty events, and so does a handler of failures soon after", () => {
  const source = (depth: number) => ({ source: { workflowId: "wf_1", runId: "run_1", depth } });
  const config = { name: "order.paid" };
  expect(emitted(event, { config, input: source(20) })).toEqual(source(20));
  expect(failed(event, { config, input: source(21) })).toMatch(/^limit: The chain of events is longer than 20/);
  expect(emitted(error, { input: source(22) })).toEqual(source(22));
  expect(failed(error, { input: source(23) })).toMatch(/^limit: /);
});
