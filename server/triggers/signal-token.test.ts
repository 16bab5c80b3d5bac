import { expect, test } from "vitest";
import type { NodeId, RunId, WorkspaceId } from "#core/id.ts";
import { readSignalToken, type SignalAt, signalToken } from "./signal-token.ts";

const secret = Buffer.alloc(32, 7);
const at: SignalAt = {
  workspaceId: "ws_one1" as WorkspaceId,
  runId: "run_0190a1" as RunId,
  activation: "n_wait:3" as NodeId,
  name: "päid",
};
const token = signalToken(secret, at);

test("a token leads back to what it was made for, and is the same each time", () => {
  expect(readSignalToken(secret, token)).toEqual(at);
  expect(signalToken(secret, { ...at })).toBe(token);
});

test("r12 a token is worth nothing when one character is changed, wherever it is", () => {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  for (let place = 0; place < token.length; place++) {
    const other = letters[(letters.indexOf(token[place] ?? "") + 1) % letters.length] ?? "A";
    const forged = token.slice(0, place) + other + token.slice(place + 1);
    expect(forged).not.toBe(token);
    expect(readSignalToken(secret, forged), `place ${place}`).toBeNull();
  }
});

test("r12 tokens of another installation, cut off, joined or made up are worth nothing", () => {
  const [payload = "", mac = ""] = token.split(".");
  const [otherPayload = ""] = signalToken(secret, { ...at, runId: "run_0190a2" as RunId }).split(".");
  const forgeries = [
    signalToken(Buffer.alloc(32, 8), at),
    token.slice(0, -1),
    payload,
    `${payload}.`,
    `.${mac}`,
    `${otherPayload}.${mac}`,
    `${payload}.${"A".repeat(43)}`,
    `${token}.${mac}`,
    `${payload}%2E${mac}`,
    `${"A".repeat(5_000)}.${mac}`,
    "",
  ];
  for (const forged of forgeries) expect(readSignalToken(secret, forged), forged.slice(0, 80)).toBeNull();
});
