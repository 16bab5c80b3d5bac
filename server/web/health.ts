import type { ServerResponse } from "node:http";
import type { Roles } from "../roles.ts";
import { sendJson } from "./send-json.ts";

/*
 * starting -> ok <-> degraded (the database does not answer) -> stopping
 */
export type Phase = "starting" | "ready" | "stopping";

export type HealthDeps = {
  readonly phase: () => Phase;
  readonly version: string;
  readonly startedAtMs: number;
  readonly roles: Roles;
  readonly pingDatabase: () => Promise<void>;
  /** Null when this process needs no Redis. Without it everything goes on, only later: so it decides nothing. */
  readonly isRedisReady: () => boolean | null;
};

const pingPatienceMs = 1_500;

/** Answers 200 only when this process can do its part right now: what a proxy and a monitor ask. */
export async function answerHealth(response: ServerResponse, deps: HealthDeps): Promise<void> {
  const phase = deps.phase();
  const uptimeSeconds = Math.floor((Date.now() - deps.startedAtMs) / 1000);
  if (phase !== "ready") return sendJson(response, 503, { status: phase, version: deps.version, uptimeSeconds });
  const database = await answersInTime(deps.pingDatabase);
  const status = database ? "ok" : "degraded";
  const isRedisReady = deps.isRedisReady();
  sendJson(response, database ? 200 : 503, {
    status,
    version: deps.version,
    uptimeSeconds,
    roles: [...deps.roles],
    database: database ? "ok" : "unreachable",
    ...(isRedisReady === null ? {} : { redis: isRedisReady ? "ok" : "unreachable" }),
  });
}

async function answersInTime(ping: () => Promise<void>): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<false>();
  const timer = setTimeout(resolve, pingPatienceMs, false);
  try {
    return await Promise.race([ping().then(() => true), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
