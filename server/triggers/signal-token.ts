import { createHmac, timingSafeEqual } from "node:crypto";
import { isId, type RunId, type WorkspaceId } from "#core/id.ts";
import type { ActivationId } from "#core/schedule/event.ts";
import type { InstallationSecret } from "../installation-secret.ts";

/** What a callback address leads to. */
export type SignalAt = {
  readonly workspaceId: WorkspaceId;
  readonly runId: RunId;
  /** The step that waits, or will. */
  readonly activation: ActivationId;
  /** "" for the address that `run.callbacks` gives. */
  readonly name: string;
};

const tokenMax = 1_000;

/**
 * `payload.mac`, both base64url: what is signalled, and 256 bits that only this installation can make. Nothing about it
 * is stored, so a run with a million addresses that nobody calls costs nothing.
 */
export function signalToken(secret: InstallationSecret, at: SignalAt): string {
  const payload = Buffer.from(JSON.stringify([at.workspaceId, at.runId, at.activation, at.name])).toString("base64url");
  return `${payload}.${macOf(secret, payload).toString("base64url")}`;
}

/** Null for every text that `signalToken` did not make under this secret. The comparison takes the same time for all. */
export function readSignalToken(secret: InstallationSecret, token: string): SignalAt | null {
  const match = token.length <= tokenMax ? /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{43})$/.exec(token) : null;
  const [, payload = "", mac = ""] = match ?? [];
  if (payload === "" || !timingSafeEqual(macOf(secret, payload), Buffer.from(mac, "base64url"))) return null;
  // Signed by us, so it has the form that we give it; the last bits of base64url may be anything, hence the round trip.
  const [workspaceId, runId, activation, name] = JSON.parse(Buffer.from(payload, "base64url").toString());
  if (!isId("ws", workspaceId) || !isId("run", runId)) return null;
  const at: SignalAt = { workspaceId, runId, activation, name };
  return signalToken(secret, at) === token ? at : null;
}

function macOf(secret: InstallationSecret, payload: string): Buffer {
  return createHmac("sha256", secret).update(`signal\n${payload}`).digest();
}
