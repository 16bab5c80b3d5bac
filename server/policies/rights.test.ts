import { expect, test } from "vitest";
import { may, type Right, rights } from "./rights.ts";

test("the owner may do everything, a viewer may only look", () => {
  for (const right of Object.keys(rights) as Right[]) {
    expect(may("owner", right)).toBe(true);
    expect(may("viewer", right)).toBe(right.endsWith(".read"));
  }
});

test("an operator runs and stops, and changes no workflow", () => {
  expect(may("operator", "run.start")).toBe(true);
  expect(may("operator", "run.cancel")).toBe(true);
  expect(may("operator", "workflow.edit")).toBe(false);
  expect(may("operator", "workflow.publish")).toBe(false);
});
