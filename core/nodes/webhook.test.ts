import { expect, it } from "vitest";
import { emitted } from "./testing/run-node.ts";
import { webhook } from "./webhook.ts";

it("passes the call on as the trigger's value", () => {
  const call = { method: "POST", query: {}, headers: { "content-type": "text/csv" }, body: [{ a: "1" }] };
  expect(emitted(webhook, { input: call })).toEqual(call);
});

it("knows the shape of the body where the setting says it", () => {
  const bodyOf = (body: string) => {
    const shape = webhook.output({ config: { body }, inputs: new Map(), shapeOfField: () => ({ kind: "any" }) });
    return shape.kind === "object" ? shape.fields.body : undefined;
  };
  expect(bodyOf("csv")).toMatchObject({ kind: "list", of: { kind: "object", open: true } });
  expect(bodyOf("text")).toEqual({ kind: "text" });
  expect(bodyOf("file")).toMatchObject({ kind: "object", fields: { $file: { kind: "text" } } });
  expect(bodyOf("auto")).toEqual({ kind: "any" });
});

it("has no input port, since nothing comes before a trigger", () => {
  expect(webhook.ports({}).inputs).toEqual([]);
});
