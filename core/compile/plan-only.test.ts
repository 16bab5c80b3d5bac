import { expect, it } from "vitest";
import { graphOf, nodeIdOf } from "../graph/graph-of.ts";
import { compile } from "./compile.ts";
import { planOnly } from "./plan-only.ts";
import { tinyRegistry } from "./testing/tiny-registry.ts";

/** What is left, as `key:type` in order, and the edges as `from.port>to`. */
function only(draw: string, key: string, known: string) {
  const { plan } = compile(graphOf(draw, { types: tinyRegistry }), tinyRegistry);
  const ids = new Set(known.split(" ").map(nodeIdOf));
  const left = plan && planOnly(plan, nodeIdOf(key), nodeIdOf("trigger"), ids);
  if (!left) throw new Error(`${key} is not in the plan.`);
  const keyOf = new Map(left.nodes.map((node) => [node.id, node.key]));
  return {
    nodes: left.nodes.map((node) => `${node.key}:${node.type}`),
    edges: left.edges.map(
      ({ source, sourcePort, target }) => `${keyOf.get(source)}.${sourcePort}>${keyOf.get(target)}`,
    ),
  };
}

it("every known step before the one is replaced by what gives its output, and starts with the run", () => {
  const { nodes, edges } = only("trigger > a > b > c > d", "c", "a b d");
  expect(nodes.slice(1).sort()).toEqual(["a:no-op", "b:no-op", expect.stringMatching(/^c:(?!no-op)/)]);
  expect(edges.sort()).toEqual(["b.out>c", "trigger.out>a", "trigger.out>b"]);
});

it("a step on a branch that was not taken is reached all the same", () => {
  const { edges } = only("trigger > branch.true > a, branch.false > b", "b", "branch");
  expect(edges.sort()).toEqual(["branch.out>b", "trigger.out>branch"]);
});

it("a step whose output is not known is left out", () => {
  const { nodes, edges } = only("trigger > a > c, trigger > b > c", "c", "a");
  expect(nodes).not.toContain("b:no-op");
  expect(edges.sort()).toEqual(["a.out>c", "trigger.out>a"]);
});

it("the container around the step stays, and its other steps begin with the item", () => {
  const { nodes, edges } = only("trigger > l > each, each{ a > b > c }", "b", "l a c");
  expect(nodes.map((node) => node.split(":")[0]).sort()).toEqual(["a", "b", "each", "l", "trigger"]);
  expect(nodes).toContain("a:no-op");
  expect(nodes).not.toContain("each:no-op");
  expect(edges.sort()).toEqual(["a.out>b", "l.out>each", "trigger.out>l"]);
});
