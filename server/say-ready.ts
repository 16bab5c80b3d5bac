import { sampleCalls } from "./commands/seed-samples.ts";
import type { RunningServer } from "./main.ts";
import { allRoles } from "./roles.ts";

/** Tells the person at the terminal where to go, and how to call the samples. */
export async function sayReady({ origin, services }: RunningServer, say: (line: string) => void): Promise<void> {
  const { roles } = services.env;
  if (roles.size < allRoles.length) say(`This process does: ${[...roles].join(", ")}.`);
  if (!roles.has("web")) return say(`Heddle is ready; ask ${origin}/api/health how it is.`);
  say(`Heddle is ready on ${origin}`);
  const calls = services.env.samples ? await sampleCalls(services.ownerContext, origin) : [];
  if (calls.length === 0) return;
  say("\nCall a sample workflow, and watch it run in the browser:");
  for (const { title, command } of calls) say(`\n  ${title}\n  ${command}`);
  say("");
}
