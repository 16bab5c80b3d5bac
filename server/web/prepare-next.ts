import next from "next";
import { ensureProductionBuild } from "./production-build.ts";
import type { WebApp } from "./web-app.ts";

type NextOptions = {
  /** The root of the project. */
  readonly dir: string;
  readonly dev: boolean;
  readonly hostname: string;
  readonly port: number;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
};

/** Starts Next on the production build, which is made first when need be, or with hot reload in development. */
export async function prepareNext({ dir, dev, hostname, port, say, signal }: NextOptions): Promise<WebApp> {
  if (!dev) await ensureProductionBuild({ dir, say, signal });
  const app = next({ dir, dev, hostname, port, quiet: !dev, turbopack: true });
  await app.prepare();
  const handle = app.getRequestHandler();
  const upgrade = app.getUpgradeHandler();
  return {
    handle: (request, response) => handle(request, response),
    upgrade: (request, socket, head) => upgrade(request, socket, head),
    close: () => app.close(),
  };
}
