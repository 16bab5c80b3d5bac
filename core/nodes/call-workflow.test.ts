import { expect, it } from "vitest";
import { failure } from "../failure.ts";
import type { RunId } from "../id.ts";
import type { JsonObject } from "../json/json.ts";
import { parseConfig } from "../node-kit/parse-config.ts";
import { callWorkflow } from "./call-workflow.ts";
import { emitted, failed, runNode } from "./testing/run-node.ts";

const workflow = "wf_abcd1234";
const results = [{ ok: true, value: { runId: "run_1234" as RunId, output: { sent: true } } }] as const;

it("runs the published version with what arrived and gives its output", () => {
  const given = { config: { workflow }, input: { id: 7 }, results };
  expect(runNode(callWorkflow, given).effects).toEqual([
    { kind: "child", request: { workflowId: workflow, versionId: null, input: { id: 7 }, wait: true } },
  ]);
  expect(emitted(callWorkflow, given)).toEqual({ sent: true });
});

it("starts a pinned version without waiting and gives the run's id", () => {
  const config = { workflow, version: "pinned", versionId: "ver_9f8e7d", wait: "start", input: { n: 1 } };
  const [effect] = runNode(callWorkflow, { config, results }).effects;
  expect(effect).toMatchObject({ request: { versionId: "ver_9f8e7d", wait: false, input: { n: 1 } } });
  expect(emitted(callWorkflow, { config, results })).toEqual({ runId: "run_1234" });
});

it("fails as the other run failed", () => {
  const cause = failure("child", "“Send a reminder” failed: no address.");
  expect(failed(callWorkflow, { config: { workflow }, results: [{ ok: false, failure: cause }] })).toBe(
    "child: “Send a reminder” failed: no address.",
  );
});

it("does not compile without a workflow, or without the version that it should pin", () => {
  const issuesOf = (raw: JsonObject) => parseConfig(callWorkflow, raw).issues.map(({ code, field }) => [code, field]);
  expect(issuesOf({})).toEqual([["missing", "workflow"]]);
  expect(issuesOf({ workflow: "mine" })).toEqual([["invalid", "workflow"]]);
  expect(issuesOf({ workflow, version: "pinned" })).toEqual([["missing", "versionId"]]);
  expect(issuesOf({ workflow, version: "pinned", versionId: "seven" })).toEqual([["invalid", "versionId"]]);
});
