import { describe, expect, it } from "vitest";
import { edgeIdOf } from "#core/graph/graph.ts";
import { graphOf, nodeIdOf } from "#core/graph/graph-of.ts";
import { nodeRegistry } from "#core/nodes/registry.ts";
import { connectTargets, searchTargets } from "./connect-targets.ts";

const drawing = (text: string) => graphOf(text, { types: nodeRegistry });
const targetsOf = (text: string, from: string) => connectTargets(drawing(text), nodeRegistry, nodeIdOf(from));
const titlesOf = (targets: ReturnType<typeof targetsOf>) => targets.map(({ node }) => node.title);

describe("what a step can be connected to", () => {
  it("leaves out itself, triggers, what is connected already and what would close a circle", () => {
    expect(titlesOf(targetsOf("manual > sort > limit, filter", "limit"))).toEqual(["filter"]);
    expect(titlesOf(targetsOf("manual > sort > limit, filter", "manual"))).toEqual(["limit", "filter"]);
  });

  it("leaves out what lies in another container", () => {
    expect(titlesOf(targetsOf("manual, each, each{ sort }, limit", "manual"))).toEqual(["each", "limit"]);
  });

  it("names the ports of steps that have several, and no others", () => {
    const targets = targetsOf("manual > if, sort", "if");
    expect(new Set(targets.map(({ outTitle }) => outTitle)).size).toBeGreaterThan(1);
    expect(targets.every(({ outTitle, inTitle }) => outTitle !== null && inTitle === null)).toBe(true);
    expect(targetsOf("manual, merge", "manual").every(({ inTitle }) => inTitle !== null)).toBe(true);
  });

  it("shows the nearest first and no edge twice", () => {
    const targets = targetsOf("limit, filter, manual, sort", "manual");
    expect(titlesOf(targets)[0]).toMatch(/^(filter|sort)$/);
    expect(titlesOf(targets).at(-1)).toBe("limit");
    expect(new Set(targets.map(({ ends }) => edgeIdOf(ends))).size).toBe(targets.length);
  });

  it("is found by every word of the step's and the port's name", () => {
    const targets = targetsOf("manual > if, sort, limit", "if");
    const port = targets[0]?.outTitle ?? "";
    const found = searchTargets(targets, `${port} LIM`);
    expect(titlesOf(found)).toEqual(["limit"]);
    expect(searchTargets(targets, "")).toHaveLength(targets.length);
    expect(searchTargets(targets, "nothing like it")).toEqual([]);
  });
});
