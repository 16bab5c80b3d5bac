import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { graphOf } from "#core/graph/graph-of.ts";
import { graphArbitrary } from "#core/graph/testing/graph-arbitrary.ts";
import { fragmentOf, portionsOf } from "./clipboard.ts";
import { fragmentText, readFragment } from "./fragment-text.ts";

describe("copied steps as text", () => {
  it("come back as they were", () => {
    const graph = graphOf("a > b, b.error > c, each{ d > e }");
    const read = readFragment(fragmentText(graph));
    expect(read).toEqual({ ok: true, fragment: { nodes: graph.nodes, edges: graph.edges, notes: [] } });
  });

  it("of any drawing never make reading throw", () => {
    fc.assert(fc.property(graphArbitrary, (graph) => typeof readFragment(fragmentText(graph)).ok === "boolean"));
  });

  it.each([
    "",
    "hello",
    "{}",
    "[]",
    "null",
    '{"heddle":"steps","format":1,"nodes":[],"edges":[],"notes":[]}',
    '{"heddle":"steps","format":2,"nodes":[],"edges":[],"notes":[]}',
    '{"heddle":"steps","format":1,"nodes":[{"id":"../../etc"}],"edges":[],"notes":[]}',
  ])("refuses %j with a sentence", (text) => {
    const read = readFragment(text);
    expect(read.ok).toBe(false);
    if (!read.ok) expect(read.message).toMatch(/\.$|- /);
  });

  it("refuses names that reach the prototype", () => {
    const [node] = graphOf("a").nodes;
    const text = JSON.stringify({ heddle: "steps", format: 1, nodes: [node], edges: [], notes: [] });
    const read = readFragment(text.replace('"config":{}', '"config":{"__proto__":{"polluted":true}}'));
    expect(read.ok).toBe(false);
  });

  it("leaves out edges to steps that are not there", () => {
    const graph = graphOf("a > b > c");
    const text = fragmentText({ ...graph, nodes: graph.nodes.slice(0, 2) });
    const read = readFragment(text);
    expect(read.ok && read.fragment.edges).toHaveLength(1);
  });
});

describe("what a selection copies", () => {
  it("takes along what a selected container holds, and only edges between what is taken", () => {
    const graph = graphOf("a > each > z, each{ b > c }");
    const each = graph.nodes.find((node) => node.key === "each");
    const fragment = fragmentOf(graph, new Set(each ? [each.id] : []));
    expect(fragment.nodes.map((node) => node.key).toSorted()).toEqual(["b", "c", "each"]);
    expect(fragment.edges).toHaveLength(1);
  });

  it("of a step inside a container has its absolute place", () => {
    const graph = graphOf("each{ b }", { nodes: { each: { x: 100, y: 50 }, b: { x: 10, y: 20 } } });
    const b = graph.nodes.find((node) => node.key === "b");
    expect(fragmentOf(graph, new Set(b ? [b.id] : [])).nodes[0]).toMatchObject({ parent: null, x: 110, y: 70 });
  });
});

describe("a large paste", () => {
  const many = graphOf(Array.from({ length: 400 }, (_, at) => `s${at} > s${at + 1}`).join(", "));

  it("goes in portions that together are the whole, steps before edges", () => {
    const portions = portionsOf(many);
    expect(portions.length).toBeGreaterThan(1);
    expect(portions.flatMap((portion) => portion.nodes)).toEqual(many.nodes);
    expect(portions.flatMap((portion) => portion.edges)).toEqual(many.edges);
    for (const portion of portions) expect(JSON.stringify(portion).length).toBeLessThan(70_000);
  });

  it("that is small goes as it is", () => {
    const few = graphOf("a > b");
    expect(portionsOf(few)).toEqual([few]);
  });
});
