import type { Graph } from "../graph/graph.ts";
import type { NodeId } from "../id.ts";
import type { JsonObject } from "../json/json.ts";
import type { Registry } from "../node-kit/registry.ts";
import { type ParsedSettings, parseSettings } from "../settings/parse-settings.ts";
import type { WorkflowSettings } from "../settings/workflow-settings.ts";
import type { DraftNode } from "./draft-node.ts";
import { type Flow, flowOf } from "./flow.ts";
import { checkContainers } from "./passes/check-containers.ts";
import { checkPorts } from "./passes/check-ports.ts";
import { parseConfigs } from "./passes/parse-configs.ts";
import { resolveTypes } from "./passes/resolve-types.ts";
import type { Problem } from "./problem.ts";

/** A graph on its way to a plan: what every later pass works on. */
export type Draft = {
  readonly graph: Graph;
  readonly registry: Registry;
  readonly nodes: ReadonlyMap<NodeId, DraftNode>;
  readonly flow: Flow;
  readonly settings: ParsedSettings<WorkflowSettings>;
  /** What the passes up to here found. */
  readonly problems: readonly Problem[];
};

/** Resolves types and settings, keeps the edges that can carry something, and puts everything in order. */
export function draftOf(graph: Graph, registry: Registry): Draft {
  const before = draftedBefore.get(graph);
  if (before?.registry === registry) return before;
  const typed = resolveTypes(graph, registry);
  const parsed = parseConfigs(typed.nodes);
  const contained = checkContainers(parsed.nodes, graph.edges);
  const ported = checkPorts(contained.nodes, contained.edges);
  const flow = flowOf(contained.nodes, ported.edges);
  const settings = parseSettings(graph.settings ?? noSettings);
  const problems = [...typed.problems, ...parsed.problems, ...contained.problems, ...ported.problems];
  const draft: Draft = { graph, registry, nodes: contained.nodes, flow, settings, problems };
  draftedBefore.set(graph, draft);
  return draft;
}

const noSettings: JsonObject = {};

/** Snapshots are immutable, and several askers (compile, scopes of fields) look at the same one. */
const draftedBefore = new WeakMap<Graph, Draft>();
