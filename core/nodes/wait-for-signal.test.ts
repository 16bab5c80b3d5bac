import { expect, it } from "vitest";
import { emitted, failed, runNode, testNow } from "./testing/run-node.ts";
import { waitForSignal } from "./wait-for-signal.ts";

const came = [{ ok: true, value: { name: "", value: { status: "paid" } } }] as const;
const late = [{ ok: true, value: { name: null, value: null } }] as const;

it("waits for ever unless told otherwise, and gives the value of the signal", () => {
  expect(runNode(waitForSignal, { results: came }).effects).toEqual([
    { kind: "signal", request: { names: [""], untilMs: null } },
  ]);
  expect(emitted(waitForSignal, { results: came })).toEqual({ status: "paid" });
});

it("takes a named signal beside the one of its address", () => {
  const [effect] = runNode(waitForSignal, { config: { name: " paid " }, results: came }).effects;
  expect(effect).toMatchObject({ request: { names: ["", "paid"] } });
});

it("goes on at the port for lateness with what arrived", () => {
  const config = { limit: "for", amount: 2, unit: "hours" };
  const [effect] = runNode(waitForSignal, { config, results: late }).effects;
  expect(effect).toMatchObject({ request: { untilMs: testNow + 7_200_000 } });
  expect(emitted(waitForSignal, { config, input: { id: 7 }, results: late }, "timeout")).toEqual({ id: 7 });
});

it("has the port for lateness only when it gives up, and refuses limits of more than five years", () => {
  const ports = (limit: string) => waitForSignal.ports({ limit } as never).outputs.map((port) => port.name);
  expect(ports("none")).toEqual(["out"]);
  expect(ports("until")).toEqual(["out", "timeout"]);
  expect(failed(waitForSignal, { config: { limit: "for", amount: 9_999 } })).toMatch(
    /^config: The time limit is longer/,
  );
});
