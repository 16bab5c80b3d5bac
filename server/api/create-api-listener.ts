import type { IncomingMessage, ServerResponse } from "node:http";
import { TRPCError } from "@trpc/server";
import { nodeHTTPRequestHandler } from "@trpc/server/adapters/node-http";
import { caps } from "#core/caps.ts";
import type { CommandContext } from "../commands/command-context.ts";
import { AppError } from "../errors.ts";
import type { Actor } from "../policies/actor.ts";
import { appRouter } from "./root.ts";

const apiPath = "/api/trpc";

export type ApiDeps = Omit<CommandContext, "actor"> & {
  /** The person that a request acts for; null when there is none. */
  readonly findActor: (request: IncomingMessage) => Promise<Actor | null>;
};

/**
 * Answers everything below `/api/trpc`, subscriptions included. The promise never rejects. The front door has given the
 * request its id and has turned away what comes from other sites.
 */
export function createApiListener({ findActor, ...deps }: ApiDeps) {
  return (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const requestId = String(req.headers["x-request-id"] ?? "");
    res.setHeader("cache-control", "no-store");
    const path = new URL(req.url ?? "/", "http://localhost").pathname.slice(apiPath.length + 1);
    return nodeHTTPRequestHandler({
      router: appRouter,
      req,
      res,
      path,
      maxBodySize: caps.bodyBytes + 64 * 1024,
      // A screen asks for a handful of things at once; more than that is somebody trying.
      maxBatchSize: 20,
      createContext: async () => ({ ...deps, actor: await actorOf(req), requestId }),
      onError: ({ error, path: procedure }) => {
        const { cause } = error;
        if (cause instanceof AppError && cause.code !== "unavailable") return;
        if (error.code === "INTERNAL_SERVER_ERROR" || cause instanceof AppError) {
          deps.logger.error({ requestId, procedure, error: cause ?? error }, "request failed");
        }
      },
    });
  };

  async function actorOf(req: IncomingMessage): Promise<Actor> {
    const actor = await findActor(req);
    if (!actor) throw new TRPCError({ code: "UNAUTHORIZED", message: "Sign in and try again." });
    return actor;
  }
}
