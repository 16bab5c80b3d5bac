import { describe, expect, it } from "vitest";
import type { JsonObject } from "../json/json.ts";
import { state } from "./state.ts";
import { emitted, expr, failed, runNode, testNow } from "./testing/run-node.ts";

const when = (condition: string): JsonObject => ({ on: "condition", condition: expr(condition) });
const signal = (name: string): JsonObject => ({ on: "signal", signal: name });
const late = (seconds: number): JsonObject => ({ on: "timeout", seconds });
const came = (name: string | null, value: JsonObject | null = null) => [{ ok: true, value: { name, value } } as const];
const input = { amount: 5 };

describe("a state", () => {
  it("takes the first transition whose condition is true, and asks no other", () => {
    const transitions = [when("input.amount > 10"), when("item.amount > 1"), when("input.nope")];
    expect(emitted(state, { config: { transitions }, input }, "next2")).toEqual(input);
  });

  it("waits for its signals when no condition is true, and gives what the signal brings", () => {
    const transitions = [when("false"), signal("paid"), signal("gone")];
    const given = { config: { transitions }, input, results: came("gone", { by: "Ann" }) };
    expect(emitted(state, given, "next3")).toEqual({ by: "Ann" });
    expect(runNode(state, given).effects).toEqual([
      { kind: "signal", request: { names: ["paid", "gone", ""], untilMs: null } },
    ]);
    expect(emitted(state, { ...given, results: came("paid") }, "next2")).toEqual(input);
  });

  it("takes what is posted to its own address for the signal that it names, or for the first", () => {
    const transitions = [signal("paid"), signal("gone")];
    const given = { config: { transitions }, input };
    expect(emitted(state, { ...given, results: came("", { signal: "gone" }) }, "next2")).toEqual({ signal: "gone" });
    expect(emitted(state, { ...given, results: came("", { by: "Ann" }) }, "next1")).toEqual({ by: "Ann" });
    expect(emitted(state, { ...given, results: came("") }, "next1")).toEqual(input);
  });

  it("is left when the shortest of its times is over, counted from when it was entered", () => {
    const transitions = [late(90), signal("paid"), late(60)];
    const given = { config: { transitions }, input, results: came(null) };
    expect(emitted(state, given, "next3")).toEqual(input);
    expect(runNode(state, given).effects).toEqual([
      { kind: "signal", request: { names: ["paid", ""], untilMs: testNow + 60_000 } },
    ]);
  });

  it("that waits for nothing but time sleeps until it is over", () => {
    const given = { config: { transitions: [late(60)] }, input, results: [{ ok: true, value: null } as const] };
    expect(emitted(state, given, "next1")).toEqual(input);
    expect(runNode(state, given).effects).toEqual([{ kind: "sleep", request: { untilMs: testNow + 60_000 } }]);
  });

  it("without transitions is an end", () => {
    expect(emitted(state, { input }, "end")).toEqual(input);
    expect(state.ports({}).outputs).toEqual([]);
  });

  it("fails when nothing fits, and when a condition gives no true or false", () => {
    expect(failed(state, { config: { transitions: [when("false")] }, input })).toMatch(/^config: No transition fits/);
    expect(failed(state, { config: { transitions: [when("input.amount")] }, input })).toMatch(
      /^config: .*true or false/,
    );
  });

  it("has a port for each transition, in order, that keeps its name when the transition is renamed", () => {
    const rows = [{ name: "Paid", ...signal("paid") }, signal("gone"), late(60), when("true")];
    expect(state.ports({ transitions: rows } as never).outputs).toEqual([
      { name: "next1", title: "Paid" },
      { name: "next2", title: "gone" },
      { name: "next3", title: "After 60 s" },
      { name: "next4", title: "Transition 4" },
    ]);
  });
});
