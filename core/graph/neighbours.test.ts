import { expect, it } from "vitest";
import { graphOf, nodeIdOf } from "./graph-of.ts";
import { downstreamOf, upstreamOf } from "./neighbours.ts";

const { edges } = graphOf("a > b > c, x > b, c > d > e, d > c");
const ids = (...keys: string[]) => new Set(keys.map(nodeIdOf));

it("finds everything that leads to a step, and everything behind it", () => {
  expect(upstreamOf(edges, [nodeIdOf("b")])).toEqual(ids("a", "x"));
  expect(downstreamOf(edges, [nodeIdOf("b")])).toEqual(ids("c", "d", "e"));
});

it("a step on a circle is before and behind itself", () => {
  expect(downstreamOf(edges, [nodeIdOf("c")])).toEqual(ids("c", "d", "e"));
});
