import type { JsonObject } from "#core/json/json.ts";
import type { LiveTrigger } from "#db/queries/live-triggers.ts";
import { AppError } from "../../errors.ts";
import type { Logger } from "../../log.ts";
import type { Engine } from "../../run/engine.ts";

export type Starting = { readonly engine: Pick<Engine, "start">; readonly log: Logger };

/**
 * So long after a crash a trigger that had started its run, and was not crossed off, is known to have done so.
 * Longer than a server stays down, shorter than keys become many.
 */
const keyWindowMs = 30 * 86_400_000;

/**
 * Starts the run of a trigger; a second start with the same key starts nothing. Answers false while journals have no room
 * for the run: the trigger stays due. A run that the engine refuses for good (the workflow has as many runs as it may,
 * the value is too large) is given up and logged. Throws while nothing can be stored at all.
 */
export async function startTrigger(
  { engine, log }: Starting,
  { workspaceId, workflowId, nodeId, versionId, planHash, plan }: LiveTrigger,
  { input, key }: { readonly input: JsonObject; readonly key: string },
): Promise<boolean> {
  try {
    await engine.start({
      workspaceId,
      workflowId,
      versionId,
      planHash,
      plan,
      mode: "live",
      trigger: nodeId,
      input,
      key: { text: key, windowMs: keyWindowMs },
    });
  } catch (error) {
    if (!(error instanceof AppError) || error.code === "unavailable") throw error;
    if (error.code === "full") return false;
    log.warn({ code: error.code, workflowId, nodeId, key }, "A trigger could not start its run.");
  }
  return true;
}
