import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import packageJson from "../package.json" with { type: "json" };
import type { Env } from "./env.ts";
import type { Logger } from "./log.ts";
import { type Services, startServices } from "./services.ts";
import { answerHealth, type Phase } from "./web/health.ts";
import { createListener, type Routes } from "./web/listener.ts";
import { noPages } from "./web/no-pages.ts";
import type { WebApp } from "./web/web-app.ts";

export type RunningServer = {
  readonly services: Services;
  readonly origin: string;
  /** Answers what is under way, then stops everything, the database last. Called again, it cuts connections off. */
  readonly stop: () => Promise<void>;
};

export type ServerOptions = {
  readonly env: Env;
  readonly log: Logger;
  readonly dev: boolean;
  readonly say: (line: string) => void;
  /** Makes what serves the pages, while the database starts; `signal` says that it is not needed any more. */
  readonly prepareWeb: (signal: AbortSignal) => Promise<WebApp>;
};

/** How long answers may still be on their way once everything that makes them has settled. */
const drainPatienceMs = 1_000;

/** Starts the server. It answers /api/health from the first moment, everything else once all parts are up. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { env, log, dev, say, prepareWeb } = options;
  const startedAtMs = Date.now();
  let phase: Phase = "starting";
  let routes: Routes | null = null;
  let services: Services | undefined;
  const pingDatabase = async () => {
    if (services) await services.databases.engine`select 1`;
  };
  const listener = createListener({
    routes: () => (phase === "ready" ? routes : null),
    health: (_request, response) =>
      answerHealth(response, {
        phase: () => phase,
        version: packageJson.version,
        startedAtMs,
        roles: env.roles,
        pingDatabase,
        isRedisReady: () => services?.cluster?.isReady() ?? null,
      }),
    port: env.port,
    dev,
    log,
  });
  const answering = new Set<ServerResponse>();
  const server = createServer({ requestTimeout: 120_000, headersTimeout: 20_000 }, (request, response) => {
    answering.add(response);
    response.once("close", () => answering.delete(response));
    listener(request, response);
  });
  await listen(server, env);
  // A build takes half a minute: who got a setting wrong is told before that.
  const failed = new AbortController();
  const starting = startServices({ env, log, say }).catch((error: unknown) => {
    failed.abort();
    throw error;
  });
  const closed = env.roles.has("web") ? null : noPages(env.roles);
  const preparing = closed?.web ?? prepareWeb(failed.signal);
  const [servicesResult, webResult] = await Promise.allSettled([starting, preparing]);
  const stop = stopOnce({
    server,
    answering,
    leave: () => {
      phase = "stopping";
    },
    web: webResult.status === "fulfilled" ? webResult.value : null,
    services: servicesResult.status === "fulfilled" ? servicesResult.value : null,
  });
  if (servicesResult.status === "rejected" || webResult.status === "rejected") {
    await stop();
    throw servicesResult.status === "rejected" ? servicesResult.reason : (webResult as PromiseRejectedResult).reason;
  }
  services = servicesResult.value;
  const web = webResult.value;
  routes = closed?.routes ?? { ...services.handlers, pages: web.handle };
  server.on("upgrade", (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    if (phase !== "ready") return void socket.destroy();
    if (services?.shared.upgrade(request, socket, head)) return;
    void web.upgrade(request, socket, head).catch(() => socket.destroy());
  });
  phase = "ready";
  return { services, origin: `http://localhost:${env.port}`, stop };
}

async function listen(server: Server, env: Env): Promise<void> {
  server.listen(env.port, env.host);
  try {
    await once(server, "listening");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "EADDRINUSE") throw cause;
    throw new Error(`Port ${env.port} is taken by another program. Stop it, or choose another with PORT=3001.`, {
      cause,
    });
  }
}

type Parts = {
  readonly server: Server;
  /** What is being answered now. */
  readonly answering: ReadonlySet<ServerResponse>;
  readonly leave: () => void;
  readonly web: WebApp | null;
  readonly services: Services | null;
};

function stopOnce({ server, answering, leave, web, services }: Parts): () => Promise<void> {
  let stopping: Promise<void> | null = null;
  const stop = async () => {
    leave();
    await services?.settle();
    await drain(answering);
    await web?.close();
    await services?.stop();
    // The port stays open until here: who comes meanwhile is told 503 instead of being turned away.
    const closed = new Promise((resolve) => server.close(resolve));
    await drain(answering);
    server.closeAllConnections();
    await closed;
  };
  return () => {
    if (stopping) server.closeAllConnections();
    stopping ??= stop();
    return stopping;
  };
}

/** Waits for the answers that are on their way now, and cuts off those that take too long, as live streams do. */
async function drain(answering: ReadonlySet<ServerResponse>): Promise<void> {
  const underWay = [...answering];
  const ended = underWay.map((response) => new Promise<void>((resolve) => response.once("close", resolve)));
  const cutOff = setTimeout(() => {
    for (const response of underWay) response.destroy();
  }, drainPatienceMs);
  await Promise.all(ended);
  clearTimeout(cutOff);
}
