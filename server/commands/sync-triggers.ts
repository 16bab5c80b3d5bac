import type { Plan, PlanNode } from "#core/compile/plan.ts";
import { isExpr } from "#core/graph/tagged.ts";
import type { NodeId, WorkflowId, WorkspaceId } from "#core/id.ts";
import { nextTimes } from "#core/time/next-times.ts";
import { cronOf, type ScheduleConfig } from "#core/time/schedule-config.ts";
import type { AppTransaction } from "#db/client.ts";
import {
  databaseNowMs,
  type LiveSchedule,
  type LiveSubscription,
  syncSchedules,
  syncSubscriptions,
} from "#db/queries/triggers.ts";
import type { CommandContext } from "./command-context.ts";

type Of = {
  readonly workspaceId: WorkspaceId;
  readonly workflowId: WorkflowId;
  /** What is live from now on; null for nothing. */
  readonly plan: Plan | null;
};

/**
 * Makes exactly the triggers of this plan start runs: addresses, times, events and failures. In the transaction that
 * changes what is live, so that there is no moment at which half of it holds.
 */
export async function syncTriggers(
  { hooks }: Pick<CommandContext, "hooks">,
  tx: AppTransaction,
  { workspaceId, workflowId, plan }: Of,
): Promise<void> {
  const triggers = plan?.nodes.filter((node) => node.kind === "trigger" && !node.disabled) ?? [];
  const of = { workspaceId, workflowId };
  await hooks.sync(tx, { ...of, nodes: idsOf(triggers, "webhook") });
  const nowMs = triggers.some((node) => node.type === "schedule") ? await databaseNowMs(tx) : 0;
  const schedules = triggers.flatMap((node) => (node.type === "schedule" ? [scheduleOf(node, nowMs)] : []));
  await syncSchedules(tx, { ...of, rows: schedules });
  await syncSubscriptions(tx, { ...of, rows: triggers.flatMap(subscriptionOf) });
}

function idsOf(nodes: readonly PlanNode[], type: string): readonly NodeId[] {
  return nodes.filter((node) => node.type === type).map((node) => node.id);
}

/** A plan's settings are parsed, so they have the form that their type gives them. */
function scheduleOf({ id, config }: PlanNode, nowMs: number): LiveSchedule {
  const settings = config as unknown as ScheduleConfig & Pick<LiveSchedule, "missed">;
  const times = cronOf(settings);
  const [next] = nextTimes({ ...times, fromMs: nowMs, count: 1 });
  return { nodeId: id, ...times, missed: settings.missed, nextAt: next === undefined ? null : new Date(next) };
}

function subscriptionOf({ id, type, config }: PlanNode): readonly LiveSubscription[] {
  if (type === "error") {
    const name = typeof config.workflow === "string" && config.workflow !== "" ? config.workflow : "*";
    return [{ nodeId: id, kind: "error", name, filter: null }];
  }
  if (type !== "event") return [];
  const { filter } = config;
  const source = isExpr(filter) ? filter.$expr : filter === false ? "false" : null;
  return [{ nodeId: id, kind: "event", name: String(config.name), filter: source }];
}
