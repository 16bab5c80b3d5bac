import { describe, expect, it } from "vitest";
import { readPeers } from "./peers.ts";
import { initialsOf } from "./presence-avatars.tsx";

const awareness = (states: readonly [number, Record<string, unknown>][]) => ({
  clientID: 1,
  getStates: () => new Map(states),
});

describe("peers", () => {
  it("are everybody but me, in a steady order", () => {
    const peers = readPeers(
      awareness([
        [9, { user: { name: "Bo", color: 3 } }],
        [1, { user: { name: "Me", color: 0 } }],
        [4, { user: { name: "Ana Lopez", color: 2 }, cursor: { x: 5, y: 6 } }],
      ]),
    );
    expect(peers).toEqual([
      { clientId: 4, name: "Ana Lopez", color: 2, cursor: { x: 5, y: 6 } },
      { clientId: 9, name: "Bo", color: 3, cursor: null },
    ]);
  });

  it("survive nonsense from other browsers", () => {
    const peers = readPeers(
      awareness([
        [2, { user: { name: 7, color: "red" }, cursor: { x: "1", y: Number.NaN } }],
        [3, {}],
      ]),
    );
    expect(peers).toEqual([{ clientId: 2, name: "Somebody", color: 2, cursor: null }]);
  });

  it("have initials", () => {
    expect(initialsOf("Ana Maria Lopez")).toBe("AM");
    expect(initialsOf("bo")).toBe("B");
  });
});
