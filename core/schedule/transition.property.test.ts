import fc from "fast-check";
import { expect, test } from "vitest";
import type { Plan, PlanEdge, PlanNode } from "../compile/plan.ts";
import { edgeIdOf } from "../graph/graph.ts";
import type { NodeId } from "../id.ts";
import type { ActivationId } from "./event.ts";
import { advance, emptyView, foldRun } from "./fold-run.ts";
import { indexPlan } from "./index-plan.ts";
import { outstanding } from "./outstanding.ts";
import { newRun } from "./run-state.ts";
import { stripValues } from "./strip-values.ts";
import { type Answer, oops, type Played, play } from "./testing/play.ts";
import { transition } from "./transition.ts";

/**
 * Random plans: a trigger, up to 12 nodes, each with up to three edges from earlier nodes of its scope, on ports `out`,
 * `other` and `error`, or one from the trigger; containers up to two deep. Random answers by activation, random order of settling.
 */
const ports = ["out", "other", "error"] as const;

type NodeSeed = { each: boolean; into: number; from: readonly { back: number; port: number }[] };

const nodeSeed: fc.Arbitrary<NodeSeed> = fc.record({
  each: fc.boolean(),
  into: fc.nat(5),
  from: fc.array(fc.record({ back: fc.nat(4), port: fc.nat(2) }), { maxLength: 3 }),
});

const planSeed = fc.array(nodeSeed, { minLength: 5, maxLength: 12, size: "max" });

function planFrom(seeds: readonly NodeSeed[]): Plan {
  const trigger = nodeOf(0, false, null);
  const scopes = new Map<NodeId | null, { nodes: PlanNode[]; depth: number }>([[null, { nodes: [trigger], depth: 0 }]]);
  const nodes = [trigger];
  const edges = new Map<string, PlanEdge>();
  for (const [i, seed] of seeds.entries()) {
    const parents = [...scopes.keys()];
    const parent = parents[seed.into % parents.length] ?? null;
    const scope = scopes.get(parent);
    if (!scope) continue;
    const node = nodeOf(i + 1, seed.each && scope.depth < 2, parent);
    for (const { back, port } of seed.from) {
      const source = scope.nodes[scope.nodes.length - 1 - back];
      if (!source) continue;
      const ends = { source: source.id, sourcePort: ports[port] ?? "out", target: node.id, targetPort: "in" };
      edges.set(edgeIdOf(ends), { ...ends, id: edgeIdOf(ends) });
    }
    if (parent === null && ![...edges.values()].some((edge) => edge.target === node.id)) {
      const ends = { source: trigger.id, sourcePort: "out", target: node.id, targetPort: "in" };
      edges.set(edgeIdOf(ends), { ...ends, id: edgeIdOf(ends) });
    }
    scope.nodes.push(node);
    nodes.push(node);
    if (node.kind === "each") scopes.set(node.id, { nodes: [], depth: scope.depth + 1 });
  }
  return { format: 1, nodes, edges: [...edges.values()] };
}

function nodeOf(number: number, each: boolean, parent: NodeId | null): PlanNode {
  const id = (number === 0 ? "n_t" : `n_${number}`) as NodeId;
  const kind = number === 0 ? "trigger" : each ? "each" : "step";
  return { id, key: id, title: id, type: kind, version: 1, kind, parent, disabled: false, config: {} };
}

/** An answer that depends on the activation and the seed alone, never on the order. */
function answerFrom(plan: Plan, seed: number, failing: boolean) {
  const kinds = new Map(plan.nodes.map((node) => [node.id, node.kind]));
  return (activation: ActivationId): Answer => {
    const roll = hash(activation, seed);
    if (kinds.get(activation.split(":")[0] as NodeId) === "each") {
      return { count: roll % 4, parallel: 1 + ((roll >> 3) % 3), onError: (roll >> 5) % 2 ? "stop" : "collect" };
    }
    if (failing && roll % 7 === 0) return { fail: oops };
    return { port: ports[(roll >> 4) % 2] ?? "out" };
  };
}

function hash(text: string, seed: number): number {
  let value = seed | 0;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x9e3779b1) ^ (value >>> 13);
  return value >>> 1;
}

const cases = fc.record({
  seeds: planSeed,
  seed: fc.nat(),
  failing: fc.boolean(),
  order: fc.infiniteStream(fc.nat(99)),
  cancelAt: fc.option(fc.nat(30), { nil: undefined }),
});

const kindOfEnd = (played: Played) => played.events[played.events.length - 1]?.type;
const runs = { numRuns: 2_000 };

test("every run ends, whatever fails, settles or is cancelled in whatever order", () => {
  const ends = new Map<string, number>();
  let items = 0;
  fc.assert(
    fc.property(cases, ({ seeds, seed, failing, order, cancelAt }) => {
      const plan = planFrom(seeds);
      const answer = answerFrom(plan, seed, failing);
      const played = play(plan, { answer, pick: () => order.next().value ?? 0, cancelAt });
      const end = kindOfEnd(played) ?? "";
      expect(["run.succeeded", "run.failed", "run.cancelled"]).toContain(end);
      ends.set(end, (ends.get(end) ?? 0) + 1);
      items += played.started.filter((id) => id.includes(":")).length;
    }),
    runs,
  );
  // The generator has made what the claim is about.
  expect([...ends.keys()].sort()).toEqual(["run.cancelled", "run.failed", "run.succeeded"]);
  expect(items).toBeGreaterThan(2_000);
});

test("no node starts twice for one activation", () => {
  fc.assert(
    fc.property(cases, ({ seeds, seed, failing, order, cancelAt }) => {
      const plan = planFrom(seeds);
      const { started } = play(plan, {
        answer: answerFrom(plan, seed, failing),
        pick: () => order.next().value ?? 0,
        cancelAt,
      });
      expect(new Set(started).size).toBe(started.length);
    }),
    runs,
  );
});

test("the state is the fold of the journal, and says what is left to do", () => {
  fc.assert(
    fc.property(cases, fc.nat(), ({ seeds, seed, failing, order, cancelAt }, cut) => {
      const plan = planFrom(seeds);
      const answer = answerFrom(plan, seed, failing);
      const played = play(plan, { answer, pick: () => order.next().value ?? 0, cancelAt });
      const index = indexPlan(plan);
      const at = cut % played.events.length;
      const replayed = played.events
        .slice(0, at + 1)
        .reduce((state, event) => transition(index, state, event)[0], newRun);
      expect(replayed).toEqual(played.states[at]);
      // What a process that takes over would do are exactly commands that were given and not yet answered.
      const left = outstanding(index, replayed).flatMap((command) =>
        "activation" in command ? [command.activation] : [],
      );
      const answered = new Set(
        played.events
          .slice(0, at + 1)
          .flatMap((event) =>
            event.type === "activation.emitted" || event.type === "activation.failed" ? [event.activation] : [],
          ),
      );
      for (const activation of left) expect(answered.has(activation)).toBe(false);
      if (replayed.status === "running") expect(outstanding(index, replayed)).not.toEqual([]);
      else expect(outstanding(index, replayed)).toEqual([]);
    }),
    runs,
  );
});

test("the order in which independent steps settle does not change the result", () => {
  fc.assert(
    fc.property(cases, fc.infiniteStream(fc.nat(99)), ({ seeds, seed, order }, otherOrder) => {
      const plan = planFrom(seeds);
      const answer = answerFrom(plan, seed, false);
      const one = play(plan, { answer, pick: () => order.next().value ?? 0 });
      const two = play(plan, { answer, pick: () => otherOrder.next().value ?? 0 });
      expect([...two.started].sort()).toEqual([...one.started].sort());
      expect(summary(plan, two)).toEqual(summary(plan, one));
    }),
    runs,
  );
});

test("the picture is the same whether events come one by one, in batches, twice, or without values", () => {
  fc.assert(
    fc.property(cases, fc.integer({ min: 1, max: 9 }), ({ seeds, seed, failing, order, cancelAt }, size) => {
      const plan = planFrom(seeds);
      const answer = answerFrom(plan, seed, failing);
      const { events } = play(plan, { answer, pick: () => order.next().value ?? 0, cancelAt });
      let view = emptyView(plan);
      for (let at = 0; at < events.length; at += size) {
        view = advance(view, events.slice(Math.max(0, at - 2), at + size).map(stripValues));
      }
      expect(view).toEqual(foldRun(plan, events));
      expect(view.endedAt).not.toBeNull();
      for (const node of view.nodes.values()) expect(node.counts.running).toBe(0);
    }),
    runs,
  );
});

function summary(plan: Plan, played: Played) {
  const { status, nodes, edges } = foldRun(plan, played.events);
  const counts = [...nodes].map(([id, node]) => [id, node.status, node.counts, node.progress]);
  return { status, nodes: counts.sort(), edges: [...edges].sort() };
}
