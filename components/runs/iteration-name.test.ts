import { expect, it } from "vitest";
import type { ContainerKind } from "#core/compile/container-kind.ts";
import type { ActivationId } from "#core/schedule/event.ts";
import { iterationName } from "./iteration-name.ts";

it.each<[string, readonly ContainerKind[], string]>([
  ["n_a000:2", ["each"], "Item 3"],
  ["n_a000:0", ["repeat"], "Round 1"],
  ["n_a000:3", ["states"], "Visit 4"],
  ["n_a000:3.0", ["states", "state"], "Visit 4"],
  ["n_a000:2.1", ["each", "repeat"], "Item 3, round 2"],
  ["n_a000:4", [], "Item 5"],
])("%s in %j is %s", (activation, kinds, name) => {
  expect(iterationName(activation as ActivationId, kinds)).toBe(name);
});
