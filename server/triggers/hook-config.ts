import type { PlanNode } from "#core/compile/plan.ts";
import { webhook } from "#core/nodes/webhook.ts";

type HookConfig = ReturnType<typeof parse>;

const known = new WeakMap<PlanNode, HookConfig>();

/** The settings of a published webhook step. All of its fields are fixed, so they are read once a plan. */
export function hookConfigOf(node: PlanNode): HookConfig {
  const before = known.get(node);
  if (before) return before;
  const config = parse(node);
  known.set(node, config);
  return config;
}

function parse(node: PlanNode) {
  return webhook.config.parse(node.config);
}
