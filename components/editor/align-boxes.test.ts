import { describe, expect, it } from "vitest";
import { nodeIdOf } from "#core/graph/graph-of.ts";
import { alignMoves, distributeMoves } from "./align-boxes.ts";

const box = (key: string, x: number, y: number, w = 240, h = 60) => ({ id: nodeIdOf(key), x, y, w, h });

describe("lining up", () => {
  it("moves only what is not in place", () => {
    const moves = alignMoves([box("a", 0, 0), box("b", 40, 100)], "left");
    expect(moves).toEqual([{ id: nodeIdOf("b"), x: 0, y: 100 }]);
  });

  it("puts middles on one line whatever the heights", () => {
    const moves = alignMoves([box("a", 0, 0, 240, 100), box("b", 300, 10, 240, 60)], "middle");
    expect(moves).toEqual([{ id: nodeIdOf("b"), x: 300, y: 20 }]);
  });

  it("makes gaps equal and leaves the outer two", () => {
    const moves = distributeMoves([box("a", 0, 0, 100), box("c", 900, 0, 100), box("b", 150, 0, 100)], "x");
    expect(moves).toEqual([{ id: nodeIdOf("b"), x: 450, y: 0 }]);
  });
});
