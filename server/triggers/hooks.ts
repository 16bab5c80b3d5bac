import type { IncomingMessage, ServerResponse } from "node:http";
import type { Sql } from "postgres";
import { caps } from "#core/caps.ts";
import { invariant } from "#core/invariant.ts";
import type { JsonObject } from "#core/json/json.ts";
import { jsonFits } from "#core/json/json-size.ts";
import { isDatabaseUnavailable } from "#db/is-unavailable.ts";
import type { LiveHookRow } from "#db/queries/live-hooks.ts";
import { AppError, httpStatusOf } from "../errors.ts";
import type { Logger } from "../log.ts";
import type { Engine } from "../run/engine.ts";
import { sendError } from "../web/send-json.ts";
import { answerHook } from "./answer-hook.ts";
import { hookConfigOf } from "./hook-config.ts";
import { visibleHeaders } from "./hook-headers.ts";
import type { LiveHooks } from "./live-hooks.ts";
import { parseBody } from "./parse-body.ts";
import { fieldsOf } from "./parse-form.ts";
import { drain, readBody } from "./read-body.ts";
import { Refusal } from "./refusal.ts";
import { storeFile } from "./store-file.ts";

export type HooksDeps = {
  readonly liveHooks: LiveHooks;
  readonly engine: Pick<Engine, "start">;
  /** Of the engine's role: keeps uploaded files. */
  readonly sql: Sql;
  readonly log: Logger;
};

type Listener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Answers `/hooks/<token>` and what is below it. A call is answered 2xx only when its run is durable (R15); a call
 * that is refused has started nothing. The promise never rejects.
 */
export function createHooksListener(deps: HooksDeps): Listener {
  return async (request, response) => {
    try {
      await serve(request, response, deps);
    } catch (error) {
      refuse(request, response, error, deps.log);
    }
  };
}

async function serve(request: IncomingMessage, response: ServerResponse, deps: HooksDeps): Promise<void> {
  const { token, rest, query } = targetOf(request.url ?? "");
  const hook = await deps.liveHooks.find(token);
  if (!hook) throw new Refusal(404, "not_found", "There is nothing at this address.");
  const node = hook.plan.nodes.find(({ id }) => id === hook.nodeId);
  invariant(node, "the plan of a live hook has its node");
  const config = hookConfigOf(node);
  const method = request.method ?? "GET";
  if (!isAllowed(method, config.method)) {
    const allow = config.method === "ANY" ? "GET, POST, PUT, PATCH, DELETE" : config.method;
    throw new Refusal(405, "method_not_allowed", `This hook takes ${allow}, not ${method.slice(0, 20)}.`, { allow });
  }
  const bytes = await readBody(request);
  const reading = { as: config.body, csvDelimiter: config.csvDelimiter };
  const store = { sql: deps.sql, workspaceId: hook.workspaceId, createdBy: null };
  const { body, files } = await parseBody(bytes, request.headers, reading, (file) => storeFile(store, file));
  const input: JsonObject = {
    method,
    ...(rest === "" ? {} : { path: rest }),
    query: fieldsOf(new URLSearchParams(query)),
    headers: visibleHeaders(request.headers),
    body,
    ...(files.length === 0 ? {} : { files }),
  };
  refuseUnfit(input);
  const started = await deps.engine.start(requestOf(hook, input));
  await answerHook({ response, config, started, plan: hook.plan });
}

function requestOf({ workspaceId, workflowId, nodeId, versionId, planHash, plan }: LiveHookRow, input: JsonObject) {
  return { workspaceId, workflowId, planHash, plan, versionId, mode: "live", trigger: nodeId, input } as const;
}

function refuseUnfit(input: JsonObject): void {
  const fits = jsonFits(input, caps.valueBytes, caps.jsonDepth);
  if (fits === "fits") return;
  if (fits === "too-deep") {
    throw new Refusal(400, "too_deep", `The body is nested more than ${caps.jsonDepth - 1} levels deep. Flatten it.`);
  }
  const megabytes = caps.valueBytes / 1024 / 1024;
  const message = `As data, the body is larger than ${megabytes} MB. Send less at a time, or set the webhook's Body to File.`;
  throw new Refusal(413, "too_large", message);
}

/** Only the methods that a webhook can name: HEAD and OPTIONS come from browsers and scanners and start nothing. */
function isAllowed(method: string, allowed: string): boolean {
  if (allowed === "ANY") return ["GET", "POST", "PUT", "PATCH", "DELETE"].includes(method);
  return method === allowed;
}

/** `/hooks/<token>/orders/7?a=1` has the rest `orders/7` and the query `a=1`. */
function targetOf(url: string): { token: string; rest: string; query: string } {
  const [path = "", query = ""] = splitOnce(url, "?");
  const [token = "", rest = ""] = splitOnce(path.slice("/hooks/".length), "/");
  return { token, rest, query };
}

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function refuse(request: IncomingMessage, response: ServerResponse, error: unknown, log: Logger): void {
  if (error instanceof Refusal) {
    sendError(response, error.status, error, error.headers);
  } else if (isDatabaseUnavailable(error) || (error instanceof AppError && error.code === "unavailable")) {
    const message = "Heddle cannot reach its database, so nothing was accepted. Send the call again in a moment.";
    sendError(response, 503, { code: "unavailable", message }, { "retry-after": "5" });
  } else if (error instanceof AppError) {
    sendError(response, httpStatusOf(error), error);
  } else {
    log.error({ error, requestId: request.headers["x-request-id"] }, "a hook failed");
    sendError(response, 500, { code: "internal", message: "Something went wrong on our side; no run was started." });
  }
  drain(request);
}
