import type { IncomingMessage, ServerResponse } from "node:http";
import type { Sql } from "postgres";
import { caps } from "#core/caps.ts";
import type { FileRef } from "#core/effects/blob.ts";
import type { RunId, WorkspaceId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import { isDatabaseUnavailable } from "#db/is-unavailable.ts";
import { type Sent, sendToRun } from "#db/queries/inbox.ts";
import type { InstallationSecret } from "../installation-secret.ts";
import type { Logger } from "../log.ts";
import { encodeValue } from "../run/journal/stored-values.ts";
import type { Handler } from "../web/listener.ts";
import { sendError, sendJson } from "../web/send-json.ts";
import { parseBody } from "./parse-body.ts";
import { drain, readBody } from "./read-body.ts";
import { Refusal } from "./refusal.ts";
import { sendSignalPage, wantsPage } from "./signal-page.ts";
import { readSignalToken, type SignalAt } from "./signal-token.ts";

export type SignalsDeps = {
  readonly secret: InstallationSecret;
  /** Of the engine's role. */
  readonly sql: Sql;
  /** Told once a signal is durable, so that a run in this process need not look for it. */
  readonly onSent: (workspaceId: WorkspaceId, runId: RunId) => void;
  readonly log: Logger;
};

/**
 * Answers `/signals/<token>`, the address on which a step waits, and `/signals/<token>/<name>` for one that waits for
 * signals with names, as a state does. POST sends the signal, with the body as its value, and is answered 202 once it is
 * durable; GET explains and changes nothing, because programs that look into mails and chats
 * open every address they find. The promise never rejects.
 */
export function createSignalsListener(deps: SignalsDeps): Handler {
  return async (request, response) => {
    try {
      await serve(request, response, deps);
    } catch (error) {
      refuse(request, response, error, deps.log);
    }
  };
}

async function serve(request: IncomingMessage, response: ServerResponse, deps: SignalsDeps): Promise<void> {
  const { token, name } = targetOf(request.url ?? "");
  const signed = readSignalToken(deps.secret, token);
  const at = signed && name !== null ? { ...signed, name: name === "" ? signed.name : name } : null;
  if (!at) throw new Refusal(404, "not_found", "There is nothing at this address. Check that it was copied whole.");
  if (request.method === "GET" || request.method === "HEAD") return sendSignalPage(response, "waiting");
  if (request.method !== "POST") {
    const allow = "GET, POST";
    throw new Refusal(405, "method_not_allowed", "Send the signal with POST.", { allow });
  }
  const { body } = await parseBody(
    await readBody(request),
    request.headers,
    { as: "auto", csvDelimiter: "auto" },
    refuseFile,
  );
  const sent = await send(deps.sql, at, body);
  if (sent === "sent") deps.onSent(at.workspaceId, at.runId);
  answer(request, response, sent);
}

async function send(sql: Sql, { workspaceId, runId, activation, name }: SignalAt, body: Json): Promise<Sent> {
  const encoding = encodeValue(body);
  if (!encoding.ok) throw new Refusal(413, "too_large", encoding.failure.message);
  const { stored: value, blob } = encoding.encoded;
  return await sendToRun(sql, { workspaceId, runId, activation, name: `signal/${name}`, value, blob, sentBy: null });
}

function answer(request: IncomingMessage, response: ServerResponse, sent: Sent): void {
  if (wantsPage(request)) {
    sendSignalPage(response, sent);
    return;
  }
  if (sent === "again") throw new Refusal(409, "conflict", "This signal was sent before; it counts once.");
  if (sent === "full") {
    const message = `This step was sent signals of ${caps.stepMessages} names, and takes no others. Check the name behind the address.`;
    throw new Refusal(429, "too_many", message);
  }
  if (sent !== "sent") {
    throw new Refusal(410, "gone", "The run has ended, so nobody waits for this signal any more.");
  }
  sendJson(response, 202, { signal: "sent" });
}

const nameMax = 100;

/** `/signals/<token>/paid` sends the signal `paid` to the same step; the name is null when it cannot be one. */
function targetOf(url: string): { readonly token: string; readonly name: string | null } {
  const [, token = "", name = ""] = /^\/signals\/([^/?#]*)(?:\/([^/?#]*))?(?:[?#]|$)/.exec(url) ?? [];
  try {
    const decoded = decodeURIComponent(name);
    return { token, name: decoded.length > nameMax || decoded.includes("\0") ? null : decoded };
  } catch {
    return { token, name: null };
  }
}

async function refuseFile(): Promise<FileRef> {
  throw new Refusal(415, "body", "A signal carries no files. Send JSON, a form or text.");
}

function refuse(request: IncomingMessage, response: ServerResponse, error: unknown, log: Logger): void {
  if (error instanceof Refusal) {
    sendError(response, error.status, error, error.headers);
  } else if (isDatabaseUnavailable(error)) {
    const message = "Heddle cannot reach its database, so the signal was not taken. Send it again in a moment.";
    sendError(response, 503, { code: "unavailable", message }, { "retry-after": "5" });
  } else {
    log.error({ error, requestId: request.headers["x-request-id"] }, "a signal failed");
    sendError(response, 500, { code: "internal", message: "Something went wrong on our side; send the signal again." });
  }
  drain(request);
}
