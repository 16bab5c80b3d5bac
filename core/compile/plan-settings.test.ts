import { describe, expect, it } from "vitest";
import type { Graph } from "../graph/graph.ts";
import { graphOf, type Sketch } from "../graph/graph-of.ts";
import { canonicalJson } from "../json/canonical.ts";
import type { Json, JsonObject } from "../json/json.ts";
import { compile } from "./compile.ts";
import type { Plan } from "./plan.ts";
import { portsOf } from "./ports-of.ts";
import { tinyRegistry } from "./testing/tiny-registry.ts";

function planOf(graph: Graph): Plan {
  const { plan, problems } = compile(graph, tinyRegistry);
  if (!plan) throw new Error(JSON.stringify(problems));
  return plan;
}

const drawn = (draw: string, nodes: Sketch["nodes"] = {}) => graphOf(draw, { types: tinyRegistry, nodes });
const handlingIn = (handling: JsonObject) => planOf(drawn("trigger > a", { a: { handling } })).nodes[1]?.handling;

describe("handling and settings in a plan", () => {
  it("a drawing in which nothing was chosen, or only what comes anyway, has the plan that it always had", () => {
    const before = planOf(drawn("trigger > a"));
    const standard = { attempts: 1, onFailure: "stop", timeoutSeconds: null, delaySeconds: 9, retryOn: "any" };
    const after = planOf({
      ...drawn("trigger > a", { a: { handling: standard } }),
      settings: { priority: "normal", dedupeSeconds: 60, concurrency: null },
    });
    expect(canonicalJson(after as unknown as Json)).toBe(canonicalJson(before as unknown as Json));
    expect(Object.keys(before)).toEqual(["format", "nodes", "edges"]);
    expect(before.nodes[1]).not.toHaveProperty("handling");
  });

  it("hold every field with its default where one was chosen; what a form hides counts as it comes", () => {
    expect(handlingIn({ timeoutSeconds: 30, retryOn: "any", delaySeconds: 9 })).toEqual({
      timeoutSeconds: 30,
      attempts: 1,
      retryOn: "temporary",
      retryCodes: "",
      delaySeconds: 1,
      backoff: 2,
      maxDelaySeconds: 300,
      jitter: true,
      onFailure: "stop",
      fallback: null,
    });
    expect(handlingIn({ attempts: 3, retryOn: "any", delaySeconds: 9 })).toMatchObject({
      attempts: 3,
      retryOn: "any",
      delaySeconds: 9,
    });
  });

  it("leave formulas as they are", () => {
    const fallback = { $expr: "trigger.lines" };
    expect(handlingIn({ onFailure: "fallback", fallback })?.fallback).toEqual(fallback);
    const settings = { dedupeKey: { $expr: "trigger.name" }, concurrency: 2 };
    expect(planOf({ ...drawn("trigger > a"), settings }).settings).toMatchObject(settings);
  });
});

describe("portsOf", () => {
  const outputs = (type: string, onFailure: string) => {
    const definition = tinyRegistry.get(type);
    if (!definition) throw new Error(type);
    return portsOf(definition, { config: {}, handling: { onFailure } }).outputs.map((port) => port.name);
  };

  it("has an error port when asked for, once, and never on a trigger", () => {
    expect(outputs("plain", "stop")).toEqual(["out"]);
    expect(outputs("plain", "port")).toEqual(["out", "error"]);
    expect(outputs("each", "port")).toEqual(["out", "error"]);
    expect(outputs("step", "port")).toEqual(["out", "error"]);
    expect(outputs("trigger", "port")).toEqual(["out"]);
  });
});
