import { describe, expect, it } from "vitest";
import type { JsonObject } from "#core/json/json.ts";
import { settingsSummary } from "./settings-summary.ts";

describe("settingsSummary", () => {
  it.each<[JsonObject, string]>([
    [{}, "No limits"],
    [{ priority: "normal", concurrency: null }, "No limits"],
    [{ concurrency: 1, deadlineSeconds: 7_200, priority: "high" }, "1 run at a time, deadline 2 h, high priority"],
    [{ concurrency: 5 }, "5 runs at a time"],
    [{ dedupeKey: { $expr: "trigger.id" }, dedupeSeconds: 3_600 }, "One run per key in 1 h"],
    [{ errorWorkflow: "wf_a1b2c3d4", retentionDays: 30 }, "A workflow on failure, kept for 30 d"],
  ])("%j is: %s", (raw, words) => expect(settingsSummary(raw)).toBe(words));
});
