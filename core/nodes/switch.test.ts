import { expect, it } from "vitest";
import { switchNode } from "./switch.ts";
import { emitted, expr, failed } from "./testing/run-node.ts";

const byAction = {
  value: expr("input.action"),
  cases: [{ equals: "opened" }, { equals: "labeled" }, { equals: "opened" }],
};
const bySize = {
  by: "conditions",
  conditions: [
    { name: "Huge", when: expr("input.amount > 1000") },
    { name: "", when: expr("input.amount > 100") },
  ],
};

it("takes the port of the first case that equals the value, and otherwise the default", () => {
  expect(emitted(switchNode, { config: byAction, input: { action: "opened" } }, "case1")).toEqual({ action: "opened" });
  expect(emitted(switchNode, { config: byAction, input: { action: "labeled" } }, "case2")).toBeTruthy();
  expect(emitted(switchNode, { config: byAction, input: { action: "closed" } }, "default")).toBeTruthy();
});

it("compares numbers and true or false as text", () => {
  const config = { value: expr("input"), cases: [{ equals: "7" }, { equals: "true" }] };
  expect(emitted(switchNode, { config, input: 7 }, "case1")).toBe(7);
  expect(emitted(switchNode, { config, input: true }, "case2")).toBe(true);
});

it("takes the port of the first condition that is true", () => {
  expect(emitted(switchNode, { config: bySize, input: { amount: 5000 } }, "case1")).toBeTruthy();
  expect(emitted(switchNode, { config: bySize, input: { amount: 500 } }, "case2")).toBeTruthy();
  expect(emitted(switchNode, { config: bySize, input: { amount: 5 } }, "default")).toBeTruthy();
});

it("has a port per case with the case's name, and one for everything else", () => {
  expect(switchNode.ports(bySize as never).outputs).toEqual([
    { name: "case1", title: "Huge" },
    { name: "case2", title: "Case 2" },
    { name: "default", title: "Otherwise" },
  ]);
  expect(switchNode.ports(byAction as never).outputs.map((port) => port.title)).toEqual([
    "opened",
    "labeled",
    "opened",
    "Otherwise",
  ]);
});

it("says which case has a condition that cannot be asked", () => {
  expect(failed(switchNode, { config: bySize, input: {} })).toMatch(/“When” of case 1/);
});
