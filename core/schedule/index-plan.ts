import type { Plan, PlanEdge, PlanNode } from "../compile/plan.ts";
import type { NodeId } from "../id.ts";
import { invariant } from "../invariant.ts";

/**
 * A plan with its adjacency laid out once, so that the scheduler never searches. A scope is one level of nesting: the
 * top level, or the body of one container. Nodes and edges have a slot: their position in their scope, in plan order.
 *
 *     trigger > each[ a > b ] > c      root: trigger, each, c      body of each: a, b (entry: a)
 */
export type PlanIndex = {
  readonly plan: Plan;
  readonly root: ScopeIndex;
  readonly nodes: ReadonlyMap<NodeId, IndexedNode>;
};

export type ScopeIndex = {
  /** The container whose body this is; null for the top level. */
  readonly owner: IndexedNode | null;
  readonly nodes: readonly IndexedNode[];
  /**
   * Nodes without an incoming edge inside the scope: they start when the scope does. Of a state machine the state it
   * begins with, or nothing when the drawing names none.
   */
  readonly entries: readonly IndexedNode[];
  /** How the scheduler's cells begin: per node its phase (0, waiting) and the number of edges that it waits for. */
  readonly cells: Uint16Array;
};

export type IndexedNode = {
  readonly node: PlanNode;
  readonly slot: number;
  readonly scope: ScopeIndex;
  readonly incoming: readonly IndexedEdge[];
  readonly outgoing: readonly IndexedEdge[];
  /** True when somebody drew an edge from the `error` port: a failure then travels along it. */
  readonly catchesFailure: boolean;
  /** The scope inside a container; null for everything else. */
  readonly body: ScopeIndex | null;
};

export type IndexedEdge = { readonly edge: PlanEdge; readonly from: IndexedNode; readonly to: IndexedNode };

export const errorPort = "error";

const indexes = new WeakMap<Plan, PlanIndex>();

/** The index of a plan, built on first use and kept as long as the plan object lives. */
export function indexPlan(plan: Plan): PlanIndex {
  const known = indexes.get(plan);
  if (known) return known;
  const built = build(plan);
  indexes.set(plan, built);
  return built;
}

/** The indexed node of an id. Throws when the plan has no such node. */
export function indexedNode(index: PlanIndex, id: NodeId): IndexedNode {
  const found = index.nodes.get(id);
  invariant(found, `plan has node ${id}`);
  return found;
}

type Building = {
  -readonly [K in keyof IndexedNode]: IndexedNode[K] extends readonly (infer T)[] ? T[] : IndexedNode[K];
};
type BuildingScope = { owner: IndexedNode | null; nodes: IndexedNode[]; entries: IndexedNode[]; cells: Uint16Array };

const emptyScope = (): BuildingScope => ({ owner: null, nodes: [], entries: [], cells: new Uint16Array(0) });

function build(plan: Plan): PlanIndex {
  const root = emptyScope();
  const bodies = new Map<NodeId, BuildingScope>();
  for (const node of plan.nodes) {
    if (isContainerKind(node.kind)) bodies.set(node.id, emptyScope());
  }
  const nodes = new Map<NodeId, Building>();
  for (const node of plan.nodes) {
    const scope = node.parent === null ? root : bodies.get(node.parent);
    invariant(scope, `container ${node.parent} of ${node.id} is in the plan`);
    const body = bodies.get(node.id) ?? null;
    const indexed: Building = {
      node,
      slot: scope.nodes.length,
      scope,
      incoming: [],
      outgoing: [],
      catchesFailure: false,
      body,
    };
    if (body) body.owner = indexed;
    scope.nodes.push(indexed);
    nodes.set(node.id, indexed);
  }
  for (const edge of plan.edges) connect(nodes, edge);
  for (const scope of [root, ...bodies.values()]) {
    scope.entries = entriesOf(scope);
    scope.cells = Uint16Array.from(scope.nodes.flatMap((node) => [0, node.incoming.length]));
  }
  return { plan, root, nodes };
}

function isContainerKind(kind: PlanNode["kind"]): boolean {
  return kind === "each" || kind === "repeat" || kind === "states" || kind === "state";
}

function entriesOf({ owner, nodes }: BuildingScope): IndexedNode[] {
  const sources = nodes.filter(({ incoming }) => incoming.every((edge) => edge.from === edge.to));
  if (owner?.node.kind !== "states") return nodes.filter(({ incoming }) => incoming.length === 0);
  const first =
    nodes.find(({ node }) => node.config.initial === true) ?? (sources.length === 1 ? sources[0] : undefined);
  return first ? [first] : [];
}

function connect(nodes: ReadonlyMap<NodeId, Building>, edge: PlanEdge): void {
  const from = nodes.get(edge.source);
  const to = nodes.get(edge.target);
  invariant(from && to && from.scope === to.scope, `edge ${edge.id} joins two nodes of one scope`);
  const indexed: IndexedEdge = { edge, from, to };
  from.outgoing.push(indexed);
  to.incoming.push(indexed);
  if (edge.sourcePort === errorPort) from.catchesFailure = true;
}
