import { expect, it } from "vitest";
import { graphOf, nodeIdOf } from "#core/graph/graph-of.ts";
import { movedBetween } from "./take-and-show.ts";

it("what moved or came back is known, what stayed or went is not", () => {
  const before = graphOf("a, b, gone");
  const after = graphOf("a, b, back", { nodes: { b: { x: 40, y: 80 } } });
  expect(movedBetween(before, after)).toEqual([nodeIdOf("b"), nodeIdOf("back")]);
  expect(movedBetween(before, before)).toEqual([]);
});
