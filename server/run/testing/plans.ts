import type { Plan, PlanEdge, PlanNode } from "#core/compile/plan.ts";
import { edgeIdOf } from "#core/graph/graph.ts";
import type { NodeId, WorkflowId, WorkspaceId } from "#core/id.ts";
import type { JsonObject } from "#core/json/json.ts";
import type { NodeDefinition } from "#core/node-kit/define-node.ts";
import { parseConfig } from "#core/node-kit/parse-config.ts";
import { nodeRegistry } from "#core/nodes/registry.ts";
import { type StepHandling, stepHandlingSchema } from "#core/settings/step-handling.ts";

export type NodeSketch = {
  readonly type: string;
  readonly config?: JsonObject;
  readonly parent?: string;
  readonly disabled?: boolean;
  readonly handling?: Partial<StepHandling>;
};

/** A plan from sketches: `planFrom({ t: { type: "manual" }, a: { type: "no-op" } }, ["t > a", "a.error > b"])`. */
export function planFrom(nodes: Readonly<Record<string, NodeSketch>>, chains: readonly string[]): Plan {
  return {
    format: 1,
    nodes: Object.entries(nodes).map(([key, sketch]) => nodeFrom(key, sketch)),
    edges: chains.flatMap(edgesFrom),
  };
}

function kindOf({ role, type }: NodeDefinition): PlanNode["kind"] {
  return role === "container" ? (type as PlanNode["kind"]) : role;
}

function nodeFrom(key: string, { type, config = {}, parent, disabled = false, handling }: NodeSketch): PlanNode {
  const definition = nodeRegistry.get(type);
  if (!definition) throw new Error(`There is no node type ${type}.`);
  const parsed = parseConfig(definition, config);
  if (parsed.issues.length > 0) throw new Error(`${key}: ${JSON.stringify(parsed.issues)}`);
  return {
    id: `n_${key}` as NodeId,
    key,
    title: key,
    type,
    version: definition.version,
    kind: kindOf(definition),
    parent: parent ? (`n_${parent}` as NodeId) : null,
    disabled,
    config: parsed.config,
    ...(handling ? { handling: stepHandlingSchema.parse({ jitter: false, ...handling }) } : {}),
  };
}

function edgesFrom(chain: string): PlanEdge[] {
  const words = chain.split(">").map((word) => word.trim());
  return words.slice(1).map((word, at) => {
    const [from = "", sourcePort = "out"] = (words[at] ?? "").split(".");
    const [to = "", targetPort = "in"] = word.split(".");
    const ends = { source: `n_${from}` as NodeId, sourcePort, target: `n_${to}` as NodeId, targetPort };
    return { ...ends, id: edgeIdOf(ends) };
  });
}

export const expr = (source: string): JsonObject => ({ $expr: source });

/** A set-fields step with these formulas. */
export function setFields(fields: Readonly<Record<string, string>>, more: Partial<NodeSketch> = {}): NodeSketch {
  const rows = Object.entries(fields).map(([name, source]) => ({ name, value: expr(source) }));
  return { type: "set-fields", config: { fields: rows }, ...more };
}

/** Webhook, five set-field steps with a formula each: the workflow of the benches. */
export function chainOfFive(): Plan {
  const nodes: Record<string, NodeSketch> = { t: { type: "webhook" } };
  const names = ["t"];
  for (let at = 1; at <= 5; at++) {
    const source = at === 1 ? "trigger.body.n + 1" : `steps.s${at - 1}.n${at - 1} + 1`;
    nodes[`s${at}`] = setFields({ [`n${at}`]: source }, {});
    names.push(`s${at}`);
  }
  return planFrom(nodes, [names.join(" > ")]);
}

export const workspaceId = "ws_engine" as WorkspaceId;
export const workflowId = "wf_engine" as WorkflowId;
