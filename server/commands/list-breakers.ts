import type { GraphNode } from "#core/graph/graph.ts";
import { isTemplate } from "#core/graph/tagged.ts";
import type { NodeId, WorkflowId } from "#core/id.ts";
import { withWorkspace } from "#db/client.ts";
import { listOpenBreakers } from "#db/queries/breakers.ts";
import { hostOfUrl } from "../effects/breaker/host-of-url.ts";
import type { CommandContext } from "./command-context.ts";
import { findLiveWorkflow } from "./find-live-workflow.ts";
import { readDraft } from "./read-draft.ts";

/** A step whose host is left alone because it has failed again and again. */
export type StepBreaker = {
  readonly nodeId: NodeId;
  /** `host:port`. */
  readonly host: string;
  /** Half open: one request is trying whether it works again. */
  readonly state: "open" | "half-open";
  /** Unix milliseconds; null when it is being tried or may be. */
  readonly untilMs: number | null;
  /** A sentence. */
  readonly lastFailure: string | null;
};

/**
 * The steps of the draft whose host is left alone now. A step whose address is computed, host and all, is never among
 * them: which host it will call is not known before. Throws `not_found`.
 */
export async function listBreakers(
  context: CommandContext,
  { workflowId }: { readonly workflowId: WorkflowId },
): Promise<readonly StepBreaker[]> {
  const { db, actor } = context;
  await findLiveWorkflow(context, workflowId);
  const open = await withWorkspace(db, actor.workspaceId, (tx) => listOpenBreakers(tx, actor));
  if (open.length === 0) return [];
  const byHost = new Map(open.map((breaker) => [breaker.host, breaker]));
  const { graph } = await readDraft(context, workflowId);
  return graph.nodes.flatMap((node) => {
    const breaker = byHost.get(hostOfStep(node) ?? "");
    if (!breaker) return [];
    const { host, state, leftMs, lastFailure } = breaker;
    return [{ nodeId: node.id, host, state, untilMs: leftMs > 0 ? Date.now() + leftMs : null, lastFailure }];
  });
}

function hostOfStep({ type, config }: GraphNode): string | null {
  if (type !== "http-request") return null;
  const { url } = config;
  if (typeof url === "string") return hostOfUrl(url.trim());
  if (!isTemplate(url)) return null;
  const [first, ...rest] = url.$template;
  if (typeof first !== "string") return null;
  // What is computed must come after the host, else it may be a part of it.
  const isWhole = rest.length === 0 || /^\s*https?:\/\/[^/?#]+[/?#]/i.test(first);
  return isWhole ? hostOfUrl(first.trim()) : null;
}
