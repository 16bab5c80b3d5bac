import type { Plan } from "#core/compile/plan.ts";
import { evaluateExpression } from "#core/expression/evaluate.ts";
import type { Graph, GraphNode } from "#core/graph/graph.ts";
import { isExpr } from "#core/graph/tagged.ts";
import type { NodeId, WorkflowId } from "#core/id.ts";
import { isJsonList, type Json, type JsonObject } from "#core/json/json.ts";
import { parseConfig } from "#core/node-kit/parse-config.ts";
import type { Registry } from "#core/node-kit/registry.ts";
import type { StepRecord } from "#core/schedule/step-record.ts";
import { AppError } from "../errors.ts";
import type { CommandContext } from "./command-context.ts";
import { missing } from "./find-live-workflow.ts";
import { lastOutputs } from "./get-samples.ts";
import { readDraft } from "./read-draft.ts";

type Input = { readonly workflowId: WorkflowId; readonly nodeId: NodeId; readonly input?: Json | undefined };

/** Outputs that are known without running anything: pinned ones, else those of the last runs. */
type Known = ReadonlyMap<NodeId, Json>;

/**
 * Runs one step of the draft alone, with real effects; nothing is written. It reads what is pinned or what the last
 * runs gave; the rest of the workflow may have problems. Throws `not_found`, and `invalid` for wrong settings.
 */
export async function testStep(context: CommandContext, { workflowId, nodeId, input }: Input): Promise<StepRecord> {
  const { graph } = await readDraft(context, workflowId);
  const node = graph.nodes.find((each) => each.id === nodeId) ?? missing("step");
  const outputs = await lastOutputs(context, workflowId);
  const known: Known = new Map(
    graph.nodes.flatMap((each) => {
      const value = each.pinned ?? outputs.get(each.id)?.value;
      return value === undefined ? [] : [[each.id, value] as const];
    }),
  );
  const { inputs, ...around } = aroundOf(graph, node, known, context.registry);
  return context.engine.testStep({
    workspaceId: context.actor.workspaceId,
    workflowId,
    plan: planOf(node, context.registry),
    nodeId,
    ...around,
    ...(input === undefined ? { inputs } : { input }),
  });
}

/** A plan of this step alone. */
function planOf(node: GraphNode, registry: Registry): Plan {
  const { id, key, title, type, version, disabled } = node;
  const definition = registry.get(type);
  if (!definition) throw new AppError("invalid", `This server does not know steps of the type “${type}”.`);
  const { config, issues } = parseConfig(definition, node.config);
  if (issues.length > 0) throw new AppError("invalid", issues.map((issue) => issue.message).join(" "));
  const kind = definition.role === "container" ? "each" : definition.role;
  return { format: 1, nodes: [{ id, key, title, type, version, kind, parent: null, disabled, config }], edges: [] };
}

type Around = {
  readonly input: Json;
  readonly inputs: ReadonlyMap<string, Json>;
  readonly trigger: Json;
  readonly steps: Readonly<Record<string, Json>>;
  readonly item?: Json;
  readonly index?: number;
};

/** What the step would be given, as far as it is known. */
function aroundOf(graph: Graph, node: GraphNode, known: Known, registry: Registry): Around {
  const steps: Record<string, Json> = Object.create(null);
  let trigger: Json = null;
  for (const each of graph.nodes) {
    const value = known.get(each.id);
    if (value === undefined) continue;
    steps[each.key] = value;
    if (registry.get(each.type)?.role === "trigger") trigger ??= value;
  }
  const inputs = new Map<string, Json>();
  for (const { source, target, targetPort } of graph.edges) {
    const value = known.get(source);
    if (target === node.id && value !== undefined && !inputs.has(targetPort)) inputs.set(targetPort, value);
  }
  const item = firstItemOf(graph, node, { known, registry, trigger, steps });
  if (inputs.size === 0 && item !== undefined) inputs.set("in", item);
  if (registry.get(node.type)?.role === "trigger") inputs.set("in", known.get(node.id) ?? node.config.sample ?? null);
  const input = [...inputs.values()][0] ?? null;
  return { input, inputs, trigger, steps, ...(item === undefined ? {} : { item, index: 0 }) };
}

type Scope = { readonly known: Known; readonly registry: Registry; readonly trigger: Json; readonly steps: JsonObject };

/** Inside a container, a step is tried with the first item of the list; undefined when it has none. */
function firstItemOf(graph: Graph, node: GraphNode, scope: Scope): Json | undefined {
  const container = graph.nodes.find((each) => each.id === node.parent);
  if (!container) return undefined;
  const { trigger, steps, known } = scope;
  const before = graph.edges.find((edge) => edge.target === container.id);
  const outer = firstItemOf(graph, container, scope);
  const input = (before && known.get(before.source)) ?? outer ?? null;
  const list = container.config.list ?? { $expr: "input" };
  const inner = outer === undefined ? {} : { item: outer, index: 0 };
  const result = isExpr(list)
    ? evaluateExpression(list.$expr, { trigger, steps, input, vars: {}, ...inner })
    : ({ ok: true, value: list } as const);
  return result.ok && isJsonList(result.value) ? result.value[0] : undefined;
}
