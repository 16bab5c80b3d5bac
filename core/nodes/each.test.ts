import { expect, it } from "vitest";
import { each } from "./each.ts";
import { expr } from "./testing/run-node.ts";

const shapeFor = (config: Record<string, unknown>) =>
  each.output({
    config: { list: expr("input"), ...config },
    inputs: new Map([["body", { kind: "text" } as const]]),
    shapeOfField: () => ({ kind: "number" }),
  });

it("gives a list of results, or results and errors when it collects them", () => {
  expect(shapeFor({ onError: "stop", result: expr("item") })).toEqual({ kind: "list", of: { kind: "number" } });
  expect(shapeFor({ onError: "collect", result: null })).toMatchObject({
    kind: "object",
    fields: { results: { kind: "list", of: { kind: "text" } }, errors: { kind: "list" } },
  });
});

it("is a container that the scheduler runs, not a step", () => {
  expect(each.role).toBe("container");
  expect(each.run).toBeUndefined();
});
