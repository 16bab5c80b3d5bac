import type { Sql } from "postgres";
import { failure } from "#core/failure.ts";
import type { WorkspaceId } from "#core/id.ts";
import { isDatabaseUnavailable } from "#db/is-unavailable.ts";
import {
  type BreakerLimits,
  closeBreaker,
  countFailure,
  failProbe,
  forgetFailures,
  giveBackProbe,
  type HostAt,
  readBreaker,
  takeProbe,
} from "#db/queries/breakers.ts";
import type { EgressAnswer } from "../../egress/create-egress.ts";
import type { Logger } from "../../log.ts";
import type { SendHttp } from "../interpret-http.ts";
import { hostOfUrl } from "./host-of-url.ts";
import { createKnownBreakers, type KnownBreakers } from "./known-breakers.ts";
import { verdictOn } from "./verdict-on.ts";

/*
 * A host that fails again and again is left alone for a while, so that a service which is down is not hammered and runs
 * do not each wait for its timeout. Per workspace and host, and one for all processes: its state is a row.
 *
 *     closed    -- 5 failures in a row --> open (30 s; twice as long each further time, 5 minutes at most)
 *     open      -- its time is over, and one request over all processes is let through --> half-open
 *     half-open -- that request works --> closed (no row)
 *               -- it fails --> open
 *               -- it says nothing about the host, or its process dies --> another request may try
 *
 * The moves are conditional statements, which is why this is no library: cockatiel's breaker lives in one process. A
 * host that works costs no statement but one look a second.
 */

export type Breakers = {
  /** A sender for one workspace that asks the breaker of the host first. */
  readonly guard: (workspaceId: WorkspaceId, send: SendHttp) => SendHttp;
};

type Options = {
  readonly sql: Sql;
  readonly log: Logger;
  readonly limits?: Partial<BreakerLimits & { lookMs: number }>;
};

const defaults = { failures: 5, openMs: 30_000, openMsMax: 300_000, lookMs: 1_000 };
/** A probe whose process died is over this long after its request would have timed out. */
const probeGraceMs = 5_000;
/** When somebody else is trying the host, it is worth asking again after this. */
const probeUnderWayMs = 1_000;

export function createBreakers({ sql, log, limits: given = {} }: Options): Breakers {
  const limits = { ...defaults, ...given };
  const known = createKnownBreakers(limits.lookMs);
  const deps: Deps = { sql, known, limits };
  /** A breaker is a help, and no reason to fail when the database is away. */
  const helped = async <T>(work: Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      if (!isDatabaseUnavailable(error)) log.error({ error }, "The breaker of a host could not be asked.");
      return otherwise;
    }
  };
  return {
    guard: (workspaceId, send) => async (request) => {
      const host = hostOfUrl(request.url);
      // No web address: the egress says so.
      if (host === null) return send(request);
      const at = { workspaceId, host };
      const turn = await helped(ask(deps, at, request.timeoutMs), "go" as const);
      if (typeof turn === "number") return refusal(host, turn);
      const answer = await send(request);
      await helped(settle(deps, at, { isProbe: turn === "probe", answer }), undefined);
      return answer;
    },
  };
}

type Deps = { readonly sql: Sql; readonly known: KnownBreakers; readonly limits: BreakerLimits };

/** Milliseconds for which the host is left alone, or whether the request may go, and as the probe. */
async function ask({ sql, known }: Deps, at: HostAt, timeoutMs: number): Promise<"go" | "probe" | number> {
  const recent = known.recent(at);
  const row = recent === undefined ? known.keep(at, await readBreaker(sql, at)) : recent;
  if (row === null || row.state === "closed") return "go";
  if (row.leftMs > 0) return row.state === "open" ? row.leftMs : probeUnderWayMs;
  const probeMs = timeoutMs + probeGraceMs;
  if (await takeProbe(sql, at, probeMs)) {
    known.keep(at, { ...row, state: "half-open", leftMs: probeMs });
    return "probe";
  }
  const now = known.keep(at, await readBreaker(sql, at));
  if (now === null) return "go";
  return now.state === "open" ? Math.max(now.leftMs, probeUnderWayMs) : probeUnderWayMs;
}

type Settled = { readonly isProbe: boolean; readonly answer: EgressAnswer };

async function settle({ sql, known, limits }: Deps, at: HostAt, { isProbe, answer }: Settled): Promise<void> {
  const verdict = verdictOn(answer);
  const failed = verdict.kind === "failed" ? { failure: verdict.why, limits } : null;
  if (isProbe) {
    if (failed) await failProbe(sql, at, failed);
    else if (verdict.kind === "works") await closeBreaker(sql, at);
    else await giveBackProbe(sql, at);
    known.keep(at, await readBreaker(sql, at));
  } else if (failed) known.keep(at, await countFailure(sql, at, failed));
  else if (verdict.kind === "works" && known.last(at)?.state === "closed") {
    await forgetFailures(sql, at);
    known.keep(at, null);
  }
}

function refusal(host: string, leftMs: number): EgressAnswer {
  const retryAfterMs = Math.ceil(leftMs);
  const seconds = Math.ceil(retryAfterMs / 1_000);
  const message = `${host} has failed again and again, so it is left alone for another ${seconds} ${seconds === 1 ? "second" : "seconds"}. Check whether it works; the step can be tried again after that.`;
  return { ok: false, failure: failure("breaker", message, { retryable: true, details: { host, retryAfterMs } }) };
}
