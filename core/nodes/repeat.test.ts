import { expect, it } from "vitest";
import type { Shape } from "../json/shape.ts";
import { repeat } from "./repeat.ts";
import { expr } from "./testing/run-node.ts";

const number: Shape = { kind: "number" };
const shapeFor = (config: Record<string, unknown>) =>
  repeat.output({
    config: { mode: "until", result: null, ...config },
    inputs: new Map<string, Shape>([
      ["in", { kind: "text" }],
      ["body", number],
    ]),
    shapeOfField: () => ({ kind: "bool" }),
  });

it("gives the result of the last round, or what arrived when there may be none", () => {
  expect(shapeFor({})).toEqual(number);
  expect(shapeFor({ result: expr("steps.x") })).toEqual({ kind: "bool" });
  expect(shapeFor({ mode: "while" })).not.toEqual(number);
});

it("is a container that the scheduler runs, not a step", () => {
  expect(repeat.role).toBe("container");
  expect(repeat.run).toBeUndefined();
  expect(repeat.caption({ mode: "while", condition: expr("index < 3") })).toBe("While index < 3");
});
