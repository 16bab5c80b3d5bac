import { expect, it } from "vitest";
import { states } from "./states.ts";

it("gives its last state, what that gave, and how many there were", () => {
  const shape = states.output({ config: {}, inputs: new Map(), shapeOfField: () => ({ kind: "any" }) });
  expect(shape).toMatchObject({ kind: "object", fields: { state: { kind: "text" }, visits: { kind: "number" } } });
});

it("is a container that the scheduler runs, not a step", () => {
  expect(states.role).toBe("container");
  expect(states.run).toBeUndefined();
});
