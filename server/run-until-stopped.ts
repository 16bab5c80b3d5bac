import type { Env } from "./env.ts";
import type { Logger } from "./log.ts";
import { type RunningServer, type ServerOptions, startServer } from "./main.ts";

/** From the first Ctrl-C to the prompt: never longer than this, whatever hangs. */
const stopPatienceMs = 9_500;

export type RunOptions = {
  readonly env: Env;
  readonly log: Logger;
  readonly dev: boolean;
  readonly say: (line: string) => void;
  /** `signal` ends the preparation when the start is called off. */
  readonly prepareWeb: (signal: AbortSignal) => ReturnType<ServerOptions["prepareWeb"]>;
  readonly onReady: (server: RunningServer) => Promise<void> | void;
};

/**
 * The life of the process: starts the server and ends the process when it is told to, the database last.
 *
 *   starting -> ready -> stopping -> exit 0
 *      |                    ^------- a second signal cuts connections off
 *      +-> exit 1, with a sentence
 */
export async function runUntilStopped({ prepareWeb, onReady, ...options }: RunOptions): Promise<void> {
  const { log, say } = options;
  const calledOff = new AbortController();
  let running: RunningServer | null = null;
  let exitCode = 0;
  const leave = () => {
    if (!calledOff.signal.aborted) {
      say("\nStopping.");
      setTimeout(() => process.exit(1), stopPatienceMs).unref();
      calledOff.abort();
    }
    void running?.stop().then(() => process.exit(exitCode));
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, leave);
  // One bad message never ends the process (R21): what nobody waited for is reported, and we go on.
  process.on("unhandledRejection", (error) => log.error({ error }, "nobody waited for this failure"));
  process.on("uncaughtException", (error) => {
    log.fatal({ error }, "stopping, because of a failure that nobody caught");
    exitCode = 1;
    leave();
  });
  try {
    running = await startServer({
      ...options,
      prepareWeb: (unneeded) => prepareWeb(AbortSignal.any([calledOff.signal, unneeded])),
    });
  } catch (error) {
    if (calledOff.signal.aborted) process.exit(exitCode);
    process.stderr.write(`Heddle did not start. ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
  if (calledOff.signal.aborted) leave();
  else await onReady(running);
}
