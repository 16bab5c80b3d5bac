import type { GraphEdge } from "../graph/graph.ts";
import type { NodeId } from "../id.ts";
import { addBit, type Bits, hasBit, intersectInto, makeBits, uniteInto } from "./bits.ts";
import type { Draft } from "./draft.ts";
import { type DraftNode, isContainer, passPortOf } from "./draft-node.ts";

/**
 * Which steps are before a step, and which of those have certainly run when it runs.
 *
 *     trigger > if, if.true > a > c, if.false > b > c, c > d, trigger > e > d
 *
 * At c the step `if` is certain, a and b may be absent; at d both c and e are certain, though neither is on every way.
 *
 * A fact is a step that has run, or the port on which it left (only one does). What all edges into a node have in common
 * is known when it runs. A step that is not among the facts is certain all the same when a run that obeys the facts
 * cannot miss it: on every port that may be taken, some edge leads to it. The states of a machine are never certain to
 * one another.
 */
export type Certainty = {
  /** Steps that are settled when this one runs, those before its containers too. */
  readonly before: (id: NodeId) => readonly NodeId[];
  readonly relation: (id: NodeId, other: NodeId, at?: Place) => "certain" | "maybe" | "not-before";
  /** True when every run that this trigger starts comes to the step, unless something fails before. */
  readonly isCertainFrom: (trigger: NodeId, id: NodeId) => boolean;
  /** True when two edges into one port can both bring a value in one run. */
  readonly canBothDeliver: (a: GraphEdge, b: GraphEdge) => boolean;
};

/** `result`: where a container puts the result of one item together, with the steps inside behind it. */
type Place = "start" | "result";

type Known = { readonly facts: Bits; readonly ancestors: Bits };

export function certaintyOf(draft: Draft): Certainty {
  const index = indexOf(draft);
  const known = new Map<NodeId, Known>();
  learnRegion(draft, index, known, null);
  const knownAt = (id: NodeId, place: Place): Known | undefined => {
    const own = known.get(id);
    if (!own || place === "start") return own;
    const ancestors = own.ancestors.slice();
    for (const child of draft.flow.regions.get(id) ?? []) addBit(ancestors, index.bitOf.get(child.id) ?? 0);
    return { facts: own.facts, ancestors };
  };
  return {
    before: (id) => {
      const own = known.get(id);
      return own ? index.ids.filter((_, bit) => hasBit(own.ancestors, bit)) : [];
    },
    relation: (id, other, place = "start") => {
      const own = knownAt(id, place);
      const bit = index.bitOf.get(other);
      if (!own || bit === undefined || !hasBit(own.ancestors, bit)) return "not-before";
      return hasBit(own.facts, bit) || cannotMiss(draft, index, other, own.facts) ? "certain" : "maybe";
    },
    isCertainFrom: (trigger, id) => {
      const facts = makeBits(index.size);
      for (const bit of [index.bitOf.get(trigger), index.portBitOf.get(`>${trigger}`)]) {
        if (bit !== undefined) addBit(facts, bit);
      }
      return cannotMiss(draft, index, id, facts);
    },
    canBothDeliver: (a, b) => {
      const left = factsAfter(index, known, a, makeBits(index.size));
      const right = factsAfter(index, known, b, makeBits(index.size));
      return !index.choices.some((ports) => {
        const taken = ports.find((bit) => hasBit(left, bit));
        const other = ports.find((bit) => hasBit(right, bit));
        return taken !== undefined && other !== undefined && taken !== other;
      });
    },
  };
}

type Index = {
  /** Nodes in order; the place in the list is the bit. */
  readonly ids: readonly NodeId[];
  readonly bitOf: ReadonlyMap<NodeId, number>;
  /** Bit of a port of a node that has several to leave by, or of one of several triggers. */
  readonly portBitOf: ReadonlyMap<string, number>;
  /** The bits of which at most one holds, per node that decides. */
  readonly choices: readonly (readonly number[])[];
  readonly size: number;
};

function indexOf({ nodes, flow }: Draft): Index {
  const ids = [...flow.regions.values()].flat().map((node) => node.id);
  const portBitOf = new Map<string, number>();
  const choices: number[][] = [];
  let size = ids.length;
  const choose = (names: readonly string[]) => {
    if (names.length < 2) return;
    choices.push(
      names.map((name) => {
        portBitOf.set(name, size);
        return size++;
      }),
    );
  };
  choose(flow.triggers.map((node) => `>${node.id}`));
  for (const id of ids) {
    const node = nodes.get(id);
    if (node) choose(portsOf(node).map((port) => `${id}.${port}`));
  }
  return { ids, bitOf: new Map(ids.map((id, bit) => [id, bit])), portBitOf, choices, size };
}

/** Ports by which a run can leave a node. */
function portsOf(node: DraftNode): readonly string[] {
  if (!node.node.disabled) return node.ports?.outputs.map((port) => port.name) ?? [];
  const port = passPortOf(node);
  return port === undefined ? [] : [port];
}

function learnRegion(draft: Draft, index: Index, known: Map<NodeId, Known>, region: NodeId | null): void {
  const outer = region === null ? undefined : known.get(region);
  const machine = region === null ? undefined : draft.flow.machines.get(region);
  const scratch = makeBits(index.size);
  for (const node of draft.flow.regions.get(region) ?? []) {
    const ancestors = outer ? outer.ancestors.slice() : makeBits(index.size);
    // Which states have been there before, and whether this one has, differs from visit to visit.
    if (machine) for (const id of machine.reached) addBit(ancestors, index.bitOf.get(id) ?? 0);
    let facts: Bits | undefined;
    for (const edge of edgesThatCount(draft, node.id)) {
      const source = known.get(edge.source);
      if (source) uniteInto(ancestors, source.ancestors);
      addBit(ancestors, index.bitOf.get(edge.source) ?? 0);
      if (facts) intersectInto(facts, factsAfter(index, known, edge, scratch));
      else facts = factsAfter(index, known, edge, makeBits(index.size));
    }
    facts ??= outer ? outer.facts.slice() : makeBits(index.size);
    const start = index.portBitOf.get(`>${node.id}`);
    if (start !== undefined) addBit(facts, start);
    known.set(node.id, { facts, ancestors });
    if (isContainer(node)) learnRegion(draft, index, known, node.id);
  }
}

/** A step that no run comes to says nothing about one that runs do come to. */
function edgesThatCount({ flow }: Draft, id: NodeId): readonly GraphEdge[] {
  return (flow.incoming.get(id) ?? []).filter((edge) => flow.reached.has(edge.source) === flow.reached.has(id));
}

/** What is known when this edge brings a value, written into `facts`. */
function factsAfter(index: Index, known: ReadonlyMap<NodeId, Known>, edge: GraphEdge, facts: Bits): Bits {
  const before = known.get(edge.source);
  if (before) facts.set(before.facts);
  else facts.fill(0);
  const bit = index.bitOf.get(edge.source);
  if (bit !== undefined) addBit(facts, bit);
  const port = index.portBitOf.get(`${edge.source}.${edge.sourcePort}`);
  if (port !== undefined) addBit(facts, port);
  return facts;
}

/**
 * True when a run that obeys the facts comes to the goal on every way: backwards from the goal, a node cannot miss it
 * when each port that it may leave by has an edge to one that cannot. Ends at the first such node that has run for
 * certain, so mostly after a few steps.
 */
function cannotMiss(draft: Draft, index: Index, goal: NodeId, facts: Bits): boolean {
  const { nodes, flow } = draft;
  const region = nodes.get(goal)?.parent ?? null;
  if (region !== null && flow.machines.has(region)) return false;
  const starts = new Set(startsOf(draft, index, region, facts));
  const leading = new Set<NodeId>([goal]);
  let missing = starts.size;
  // The set grows while it is walked.
  for (const id of leading) {
    if (hasBit(facts, index.bitOf.get(id) ?? index.size)) return true;
    // Only one of the triggers starts a run, but all entries of a body start.
    if (starts.has(id) && (region !== null || --missing === 0)) return true;
    for (const { source } of flow.incoming.get(id) ?? []) {
      const node = nodes.get(source);
      if (!node || leading.has(source)) continue;
      const out = flow.outgoing.get(source) ?? [];
      const leads = (port: string) => out.some((edge) => edge.sourcePort === port && leading.has(edge.target));
      if (portsTaken(node, index, facts).every(leads)) leading.add(source);
    }
  }
  return false;
}

/** The port that is known to be taken, else all by which a run may leave. */
function portsTaken(node: DraftNode, index: Index, facts: Bits): readonly string[] {
  const ports = portsOf(node);
  const taken = ports.filter((port) => hasBit(facts, index.portBitOf.get(`${node.id}.${port}`) ?? index.size));
  return taken.length > 0 ? taken : ports;
}

function startsOf({ flow }: Draft, index: Index, region: NodeId | null, facts: Bits): readonly NodeId[] {
  if (region !== null) {
    return (flow.regions.get(region) ?? []).map((node) => node.id).filter((id) => !flow.incoming.get(id)?.length);
  }
  const ids = flow.triggers.map((node) => node.id);
  const taken = ids.filter((id) => hasBit(facts, index.portBitOf.get(`>${id}`) ?? index.size));
  return taken.length > 0 ? taken : ids;
}
