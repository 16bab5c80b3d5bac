import { randomUUID } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { type Logger, masked } from "../log.ts";
import { isOurHost, isOurOrigin } from "./same-origin.ts";
import { applyPagePolicy, inertPolicy, setSecurityHeaders } from "./security-headers.ts";
import { sendError } from "./send-json.ts";

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

export type Routes = {
  readonly hooks: Handler;
  readonly signals: Handler;
  readonly files: Handler;
  readonly api: Handler;
  readonly pages: Handler;
};

export type ListenerDeps = {
  /** Null until everything is up, and again while stopping. */
  readonly routes: () => Routes | null;
  readonly health: Handler;
  readonly port: number;
  readonly dev: boolean;
  readonly log: Logger;
};

/** The front door: gives each request an id and its headers, turns away what is not for us, and passes it on. */
export function createListener(deps: ListenerDeps): RequestListener {
  return (request, response) => {
    const requestId = randomUUID();
    request.headers["x-request-id"] = requestId;
    response.setHeader("x-request-id", requestId);
    setSecurityHeaders(response);
    logWhenDone(request, response, deps.log);
    void serve(request, response, deps).catch((error: unknown) => {
      deps.log.error({ error, requestId, method: request.method }, "a request failed");
      sendError(response, 500, {
        code: "internal",
        message: `Something went wrong on our side. Its number is ${requestId}.`,
      });
      // An answer that had begun cannot be taken back; cutting it off tells the client that it is not whole.
      if (!response.writableEnded) response.destroy();
    });
  };
}

async function serve(request: IncomingMessage, response: ServerResponse, deps: ListenerDeps): Promise<void> {
  const path = pathOf(request.url);
  const isPage = !/^\/(api|hooks|signals)\//.test(path);
  if (isPage) applyPagePolicy(request, response, deps.dev);
  else response.setHeader("content-security-policy", inertPolicy);
  if (path === "/api/health") return deps.health(request, response);
  const routes = deps.routes();
  if (!routes) return notNow(response);
  // Hooks and signals are found by their secret token alone and may be called under any name, through a tunnel for instance.
  if (path.startsWith("/hooks/")) return routes.hooks(request, response);
  if (path.startsWith("/signals/")) return routes.signals(request, response);
  if (!isOurHost(request.headers, deps.port)) {
    const message = `Open Heddle as http://localhost:${deps.port}. It does not answer to other names.`;
    return sendError(response, 421, { code: "wrong_host", message });
  }
  const changesNothing = request.method === "GET" || request.method === "HEAD";
  if (!changesNothing && !isOurOrigin(request.headers)) {
    return sendError(response, 403, {
      code: "wrong_origin",
      message: "This request comes from another site and is refused.",
    });
  }
  if (path === "/api/files") return routes.files(request, response);
  if (path.startsWith("/api/trpc/")) return routes.api(request, response);
  return routes.pages(request, response);
}

/** One line a request, for those who ask for it; a failure of ours is always worth one. */
function logWhenDone(request: IncomingMessage, response: ServerResponse, log: Logger): void {
  const startedAtMs = performance.now();
  response.once("close", () => {
    const status = response.statusCode;
    // A health check that answers 503 has done its work.
    const level = status >= 500 && pathOf(request.url) !== "/api/health" ? "warn" : "debug";
    if (!log.isLevelEnabled(level)) return;
    const ms = Math.round(performance.now() - startedAtMs);
    const requestId = request.headers["x-request-id"];
    log[level]({ requestId, method: request.method, path: masked(pathOf(request.url)), status, ms }, "request");
  });
}

/** The path without its query; never throws, whatever the request line holds. */
function pathOf(url: string | undefined): string {
  const target = url ?? "/";
  const end = target.search(/[?#]/);
  return end === -1 ? target : target.slice(0, end);
}

function notNow(response: ServerResponse): void {
  const message = "Heddle is starting or stopping. Try again in a moment.";
  sendError(response, 503, { code: "unavailable", message }, { "retry-after": "1", connection: "close" });
}
