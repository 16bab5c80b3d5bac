import type { CommandContext } from "../commands/command-context.ts";

/** What every procedure is given: what commands need, and the id under which this request is logged. */
export type ApiContext = CommandContext & { readonly requestId: string };
