import { describe, expect, it } from "vitest";
import type { JsonObject } from "#core/json/json.ts";
import { handlingSummary } from "./handling-summary.ts";

describe("handlingSummary", () => {
  it.each<[JsonObject, string]>([
    [{}, "One try, no limit, a failure stops the run"],
    [{ attempts: 3, timeoutSeconds: 30, onFailure: "fallback" }, "3 tries, 30 s limit, goes on with a value"],
    [{ timeoutSeconds: 120 }, "2 min limit"],
    [{ timeoutSeconds: 90 }, "90 s limit"],
    [{ timeoutSeconds: 172_800, onFailure: "port" }, "2 d limit, goes on at the error port"],
    [{ attempts: 2 }, "2 tries"],
    [{ attempts: "many", delaySeconds: {} }, "One try, no limit, a failure stops the run"],
  ])("%j is: %s", (raw, words) => expect(handlingSummary(raw)).toBe(words));
});
