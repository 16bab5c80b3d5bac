import { expect, it, test } from "vitest";
import { parseConfig } from "../node-kit/parse-config.ts";
import { emitEvent } from "./emit-event.ts";
import { event } from "./event.ts";
import { emitted, expr, runNode } from "./testing/run-node.ts";

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
