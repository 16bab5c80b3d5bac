import type { Roles } from "../roles.ts";
import type { Handler, Routes } from "./listener.ts";
import { sendError } from "./send-json.ts";
import type { WebApp } from "./web-app.ts";

/** What a process without the role web says to everything but /api/health. */
export function noPages(roles: Roles): { readonly web: WebApp; readonly routes: Routes } {
  const message = `This process is for ${[...roles].join(", ")} only and serves no pages, hooks or API. Ask one that has the role web.`;
  const refuse: Handler = (_request, response) => sendError(response, 404, { code: "not_here", message });
  return {
    web: {
      handle: async (request, response) => refuse(request, response),
      upgrade: async (_request, socket) => void socket.destroy(),
      close: async () => undefined,
    },
    routes: { hooks: refuse, signals: refuse, files: refuse, api: refuse, pages: refuse },
  };
}
