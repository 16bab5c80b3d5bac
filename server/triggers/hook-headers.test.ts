import { expect, test } from "vitest";
import { configFieldsOf } from "#core/node-kit/config-fields.ts";
import { workflowSettingsSchema } from "#core/settings/workflow-settings.ts";
import { visibleHeaders } from "./hook-headers.ts";

test("the header that is proposed for telling equal calls apart is one that formulas see", () => {
  const field = configFieldsOf(workflowSettingsSchema).find(({ name }) => name === "dedupeKey");
  const [, header = ""] = /^trigger\.headers\['([a-z-]+)'\]$/.exec(field?.meta.placeholder ?? "") ?? [];
  expect(visibleHeaders({ [header]: "abc" })).toEqual({ [header]: "abc" });
  // Ours: each request gets a new one, so calls would never be equal by it.
  expect(visibleHeaders({ "x-request-id": "abc" })).toEqual({});
});
