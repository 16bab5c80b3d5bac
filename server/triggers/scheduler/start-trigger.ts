import type { JsonObject } from "#core/json/json.ts";
import { isDatabaseUnavailable } from "#db/is-unavailable.ts";
import type { LiveTrigger } from "#db/queries/live-triggers.ts";
import { AppError } from "../../errors.ts";
import type { Logger } from "../../log.ts";
import type { Engine } from "../../run/engine.ts";

export type Starting = { readonly engine: Pick<Engine, "start">; readonly log: Logger };

/**
 * So long after a crash a trigger that had started its run, and was not crossed off, is known to have done so.
 * Longer than a server stays down, shorter than keys become many.
 */
const keyWindowMs = 7 * 86_400_000;

/**
 * Starts the run of a trigger; a second start with the same key starts nothing. Answers false while journals have no room
 * for the run: the trigger stays due. A run that the engine refuses for good (the workflow has as many runs as it may,
 * the value is too large) is given up and logged. A fault of ours is logged as well and tried again: it must hold up no
 * other trigger. Throws while nothing can be stored at all.
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
    if (isPassing(error)) throw error;
    if (!(error instanceof AppError)) {
      log.error({ error, workflowId, nodeId, key }, "A trigger could not start its run; it is tried again.");
      return false;
    }
    if (error.code === "full") return false;
    log.warn({ code: error.code, workflowId, nodeId, key }, "A trigger could not start its run.");
  }
  return true;
}

/** Nothing can be stored now: what was begun is rolled back and tried again. */
export function isPassing(error: unknown): boolean {
  return isDatabaseUnavailable(error) || (error instanceof AppError && error.code === "unavailable");
}
