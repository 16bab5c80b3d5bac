import type { RunId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import { detached, type RespondValue, type RunEnd, type RunWaiters } from "../drive/drive.ts";
import type { Bus } from "./bus.ts";

/** A larger answer is not sent but read from the journal by who waits for it. */
const sentCharsMax = 64 * 1024;

type Reply =
  | { readonly runId: RunId; readonly response: RespondValue }
  | { readonly runId: RunId; readonly ended: RunEnd }
  | { readonly runId: RunId; readonly look: true };

/**
 * Stands for callers that wait in another process: what they are to be told goes to it, or to every process when it is
 * not known which one accepted the run (`from` is null).
 */
export function callersElsewhere(bus: Bus, runId: RunId, from: string | null): RunWaiters {
  const tell = (reply: Reply) => {
    const body = (JSON.stringify(reply).length > sentCharsMax ? { runId, look: true } : reply) as Json;
    if (from === null) bus.sendAll("reply", body);
    else bus.send(from, "reply", body);
  };
  return {
    accepted: null,
    // A run that ends without a respond step says so by its end.
    response: (response) => response && tell({ runId, response }),
    // One that is given up here goes on somewhere else.
    ended: (ended) => ended.status !== detached.status && tell({ runId, ended }),
    isElsewhere: true,
  };
}

type Waiting = { readonly callers: Map<RunId, RunWaiters>; readonly look: (runs: readonly RunId[]) => void };

/** Tells callers that wait in this process what other processes say about their runs. */
export function hearReplies(bus: Bus, { callers, look }: Waiting): void {
  bus.on("reply", (body) => {
    const reply = body as Reply;
    const waiters = callers.get(reply.runId);
    if (!waiters || waiters.isElsewhere) return;
    if ("response" in reply) tellResponse(waiters, reply.response);
    else if ("ended" in reply) tellEnd(callers, reply.runId, reply.ended);
    else look([reply.runId]);
  });
}

export function tellResponse(waiters: RunWaiters, response: RespondValue | null): void {
  waiters.response?.(response);
  waiters.response = null;
}

export function tellEnd(callers: Map<RunId, RunWaiters>, runId: RunId, end: RunEnd): void {
  const waiters = callers.get(runId);
  callers.delete(runId);
  if (!waiters) return;
  tellResponse(waiters, null);
  waiters.ended?.(end);
  waiters.ended = null;
}
