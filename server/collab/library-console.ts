import { AsyncLocalStorage } from "node:async_hooks";
import { format } from "node:util";
import type { Logger } from "../log.ts";

const listening = new AsyncLocalStorage<Logger>();
let isInstalled = false;

/**
 * Runs `work` so that what it prints with console.error and console.warn, now or after any await, goes to the log at
 * debug level instead.
 *
 * Hocuspocus 4.7 prints every frame that it refuses, with a stack, and has neither a logger nor a switch for it: `quiet`
 * is only about the greeting of its own server, and no hook comes before the printing. So the two functions are wrapped
 * once, and the wrapping is passed through by everything that does not run inside of `work`.
 */
export function printingToLog<T>(logger: Logger, work: () => T): T {
  install();
  return listening.run(logger, work);
}

function install(): void {
  if (isInstalled) return;
  isInstalled = true;
  for (const name of ["error", "warn"] as const) {
    // biome-ignore lint/suspicious/noConsole: this is where the library prints.
    const print = console[name].bind(console);
    console[name] = (...said: unknown[]) => {
      const logger = listening.getStore();
      if (logger) logger.debug({ said: format(...said) }, "said by the collab library");
      else print(...said);
    };
  }
}
