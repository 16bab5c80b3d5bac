import { expect, it } from "vitest";
import { ifNode } from "./if.ts";
import { emitted, expr, failed } from "./testing/run-node.ts";

const config = { condition: expr("input.amount > 100") };

it("passes what arrived to the branch that the condition says", () => {
  expect(emitted(ifNode, { config, input: { amount: 101 } }, "true")).toEqual({ amount: 101 });
  expect(emitted(ifNode, { config, input: { amount: 100 } }, "false")).toEqual({ amount: 100 });
});

it("fails when the condition gives no true or false, naming the field", () => {
  expect(failed(ifNode, { config: { condition: expr("input.amount") }, input: { amount: 1 } })).toMatch(
    /^config: “Condition”/,
  );
});
