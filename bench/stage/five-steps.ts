import { compile } from "#core/compile/compile.ts";
import type { Plan, PlanNode } from "#core/compile/plan.ts";
import { edgeIdOf, type Graph, type GraphNode } from "#core/graph/graph.ts";
import type { NodeId, VersionId, WorkflowId, WorkspaceId } from "#core/id.ts";
import type { JsonObject } from "#core/json/json.ts";
import { nodeRegistry } from "#core/nodes/registry.ts";

export const at = {
  workspaceId: "ws_bench0000" as WorkspaceId,
  workflowId: "wf_bench0000" as WorkflowId,
  versionId: "ver_bench0000" as VersionId,
  planHash: "bench",
  trigger: "n_trigger00" as NodeId,
} as const;

const names = ["net", "discount", "tax", "shipping", "total"] as const;
const formulas: Readonly<Record<(typeof names)[number], string>> = {
  net: "trigger.body.price * trigger.body.quantity",
  discount: "steps.net.net > 100 ? steps.net.net * 0.1 : 0",
  tax: "(steps.net.net - steps.discount.discount) * 0.2",
  shipping: "steps.net.net > 50 ? 0 : 5",
  total: "steps.net.net - steps.discount.discount + steps.tax.tax + steps.shipping.shipping",
};

/** A published webhook workflow: five set-field steps, each with a formula, answered at the end. */
export function fiveSteps(): { readonly graph: Graph; readonly plan: Plan } {
  const nodes: GraphNode[] = [node(at.trigger, "webhook", "trigger", {})];
  for (const name of names) {
    const fields = [{ name, value: { $expr: formulas[name] } }];
    nodes.push(node(`n_${name}0000` as NodeId, "set-fields", name, { fields, keep: false }));
  }
  const edges = nodes.slice(1).map((target, index) => {
    const ends = { source: (nodes[index] as GraphNode).id, sourcePort: "out", target: target.id, targetPort: "in" };
    return { ...ends, id: edgeIdOf(ends) };
  });
  const graph: Graph = { meta: { title: "Bench", description: "" }, nodes, edges, notes: [] };
  const { plan, problems } = compile(graph, nodeRegistry);
  if (!plan) throw new Error(`The workflow to measure does not compile: ${JSON.stringify(problems.slice(0, 3))}`);
  return { graph, plan };
}

export const body: JsonObject = { price: 12.5, quantity: 7, customer: "Ada", note: "Leave it at the door" };
export const answer = { total: 105 };

function node(id: NodeId, type: PlanNode["type"], key: string, config: JsonObject): GraphNode {
  const place = { x: 0, y: 0, w: null, h: null, parent: null };
  return { id, type, version: 1, key, title: key, ...place, disabled: false, config };
}
