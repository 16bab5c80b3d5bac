import type { Plan, PlanNode } from "#core/compile/plan.ts";
import { edgeIdOf } from "#core/graph/graph.ts";
import type { NodeId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import type { Registry } from "#core/node-kit/registry.ts";

/** The trigger of a trial, unless a trigger is what is tried. */
export const triggerOfTrial = "n_trial" as NodeId;

type Around = { readonly input: Json; readonly inputs?: ReadonlyMap<string, Json> };

/**
 * A workflow that tries one step: a trigger, a pinned step for each port of what arrives, and the step itself, once.
 *
 *     trigger > carrier of `a` > a.step      trigger > carrier of `b` > b.step
 */
export function trialOf(
  node: PlanNode,
  { input, inputs }: Around,
  registry: Registry,
): { readonly plan: Plan; readonly pins: ReadonlyMap<NodeId, Json> } {
  const { handling: _handling, ...once } = node;
  const tried: PlanNode = { ...once, parent: null };
  if (node.kind === "trigger") return { plan: { format: 1, nodes: [tried], edges: [] }, pins: new Map() };
  const names =
    registry
      .get(node.type)
      ?.ports(node.config)
      .inputs.map(({ name }) => name) ?? [];
  const arriving: ReadonlyMap<string, Json> = inputs?.size
    ? inputs
    : new Map((names.length > 0 ? names : ["in"]).map((name) => [name, input]));
  const carriers = [...arriving].map(([port, value]) => ({ port, value, id: `${triggerOfTrial}_${port}` as NodeId }));
  return {
    plan: {
      format: 1,
      nodes: [
        ordinary(triggerOfTrial, "manual", "trigger", registry),
        ...carriers.map(({ id }) => ordinary(id, "no-op", "step", registry)),
        tried,
      ],
      edges: carriers.flatMap(({ id, port }) => [edge(triggerOfTrial, id, "in"), edge(id, node.id, port)]),
    },
    pins: new Map(carriers.map(({ id, value }) => [id, value])),
  };
}

/** Keys with a space cannot be named by formulas. */
function ordinary(id: NodeId, type: string, kind: PlanNode["kind"], registry: Registry): PlanNode {
  const version = registry.get(type)?.version ?? 1;
  return { id, key: ` ${id}`, title: "", type, version, kind, parent: null, disabled: false, config: {} };
}

function edge(source: NodeId, target: NodeId, targetPort: string): Plan["edges"][number] {
  const ends = { source, sourcePort: "out", target, targetPort };
  return { ...ends, id: edgeIdOf(ends) };
}
