import type { ServerResponse } from "node:http";
import type { Plan } from "#core/compile/plan.ts";
import type { Failure } from "#core/failure.ts";
import { headersFrom } from "#core/formats/http-headers.ts";
import type { NodeId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import type { StartedRun } from "../run/admit/start-run.ts";
import type { hookConfigOf } from "./hook-config.ts";
import { allowedHeaders } from "./hook-headers.ts";

type HookAnswer = {
  readonly response: ServerResponse;
  readonly config: ReturnType<typeof hookConfigOf>;
  readonly started: StartedRun;
  /** What runs; a failure is told with the title of its step. */
  readonly plan: Plan;
};

type Answer = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: Json };

const json = { "content-type": "application/json; charset=utf-8" };

/**
 * Tells the caller what the webhook's settings say: at once that the run is accepted, or what it answers in the end.
 * When that takes longer than the waiting time, the caller gets 202 and the run goes on, as it does when the caller
 * has hung up.
 */
export async function answerHook({ response, config, started, plan }: HookAnswer): Promise<void> {
  const accepted: Answer = { status: 202, headers: json, body: { runId: started.runId } };
  const own = headersFrom(config.headers);
  const extra = own.ok ? own.value : {};
  if (config.answer === "at-once") {
    return send(response, started, { ...accepted, status: config.status ?? 202, headers: { ...json, ...extra } });
  }
  const answer =
    config.answer === "respond"
      ? responded(started, plan)
      : ended(started, plan, { status: config.status ?? 200, headers: extra });
  const inTime = await beforeTimeout(answer, config.answerTimeoutSeconds * 1000, response);
  if (inTime !== "gone") send(response, started, inTime ?? accepted);
}

/** What a respond step says; a run that ends without one says so. Null when the run goes on without this process. */
async function responded(started: StartedRun, plan: Plan): Promise<Answer | null> {
  const said = await started.response;
  if (said) return { status: said.status, headers: said.headers, body: said.body };
  const end = await ended(started, plan, { status: 200, headers: {} });
  if (end?.status !== 200) return end;
  const message = "The run ended without reaching a Respond step. Add one on every way through the workflow.";
  return problem("no_response", message);
}

type Success = { readonly status: number; readonly headers: Readonly<Record<string, string>> };

async function ended(started: StartedRun, plan: Plan, success: Success): Promise<Answer | null> {
  const { status, output, failure, failedNode } = await started.ended;
  switch (status) {
    case "succeeded":
      return { ...success, headers: { ...json, ...success.headers }, body: output };
    case "failed":
      return problem("failed", failureSentence(plan, failedNode, failure));
    case "cancelled":
      return problem(
        "cancelled",
        "The run was cancelled, or a newer one took its place. Send it again if it is needed.",
        409,
      );
    case "detached":
      return null;
  }
}

/**
 * `Count by sector: Formula of key 1, item 1: …`: the same sentence may fit many steps. What a stop step says was
 * written for the caller and is left as it is.
 */
function failureSentence(plan: Plan, failedNode: NodeId | null, failure: Failure | null): string {
  const title = plan.nodes.find(({ id }) => id === failedNode)?.title;
  const sentence = failure?.message ?? "The run failed.";
  return title && failure?.code !== "stopped" ? `${title}: ${sentence}` : sentence;
}

function problem(code: string, message: string, status = 500): Answer {
  return { status, headers: json, body: { error: { code, message } } };
}

/** The answer, null when it takes too long, or "gone" when the caller hung up first. */
async function beforeTimeout(
  answer: Promise<Answer | null>,
  ms: number,
  response: ServerResponse,
): Promise<Answer | null | "gone"> {
  const { promise, resolve } = Promise.withResolvers<null | "gone">();
  const timer = setTimeout(resolve, ms, null);
  const hangUp = () => resolve("gone");
  response.once("close", hangUp);
  try {
    return await Promise.race([answer, promise]);
  } finally {
    clearTimeout(timer);
    response.off("close", hangUp);
  }
}

function send(response: ServerResponse, { runId }: StartedRun, { status, headers, body }: Answer): void {
  if (response.destroyed) return;
  const allowed = allowedHeaders(headers);
  // A text is sent as it is when the answer says what kind of text it is.
  const isJson = !allowed["content-type"] || /^application\/([a-z0-9.+-]+\+)?json\b/i.test(allowed["content-type"]);
  const hasBody = status !== 204 && status !== 304;
  const content = Buffer.from(!hasBody ? "" : !isJson && typeof body === "string" ? body : `${JSON.stringify(body)}\n`);
  response.writeHead(status, {
    "cache-control": "no-store",
    ...allowed,
    ...(hasBody ? { "content-length": content.length } : {}),
    "x-heddle-run": runId,
  });
  response.end(content);
}
