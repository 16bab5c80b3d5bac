import fc from "fast-check";
import { expect, it } from "vitest";
import type { Graph } from "../graph/graph.ts";
import { graphOf } from "../graph/graph-of.ts";
import { graphArbitrary } from "../graph/testing/graph-arbitrary.ts";
import { canonicalJson } from "../json/canonical.ts";
import type { Json } from "../json/json.ts";
import { nodeRegistry } from "../nodes/registry.ts";
import { compile } from "./compile.ts";
import type { Plan } from "./plan.ts";
import { planUntil } from "./plan-until.ts";
import { tinyRegistry } from "./testing/tiny-registry.ts";

/** Layers of steps with edges from any earlier layer: always compiles, often branches and meets again. */
const drawing: fc.Arbitrary<Graph> = fc
  .record({
    kinds: fc.array(fc.constantFrom("plain", "step", "branch", "each", "repeat", "states"), {
      minLength: 1,
      maxLength: 12,
    }),
    ends: fc.array(fc.tuple(fc.nat(99), fc.nat(99), fc.boolean()), { maxLength: 25 }),
  })
  .map(({ kinds, ends }) => {
    const keys = ["trigger", ...kinds.map((kind, at) => `${kind}${at}`)];
    const lines = kinds.flatMap((kind, at) => drawn(kind, at));
    for (const [from, to, second] of ends) {
      const target = 1 + (to % kinds.length);
      const source = keys[from % target] ?? "trigger";
      const port = source.startsWith("branch")
        ? second
          ? "true"
          : "false"
        : second && source.startsWith("step")
          ? "error"
          : "out";
      lines.push(`${source}.${port} > ${keys[target]}`);
    }
    // The way back leaves by the error port of the state.
    const back = Object.fromEntries(kinds.map((_, at) => [`state${at}01`, { handling: { onFailure: "port" } }]));
    const graph = graphOf(["trigger", ...lines].join(", "), { types: tinyRegistry, nodes: back });
    return { ...graph, edges: [...new Map(graph.edges.map((edge) => [edge.id, edge])).values()] };
  });

/** Boxes come with something in them; a machine has a way back, and ends at the port of its last state. */
function drawn(kind: string, at: number): readonly string[] {
  if (kind === "each" || kind === "repeat") return [`${kind}${at}{ plain${at}00 > plain${at}01 }`];
  if (kind !== "states") return [`${kind}${at}`];
  const [first, second] = [`state${at}00`, `state${at}01`];
  return [`states${at}{ state${at}02 > ${first} > ${second}, ${second}.error > ${first} }`, `${first}{ plain${at}02 }`];
}

function planOf(graph: Graph): Plan {
  const { plan, problems } = compile(graph, tinyRegistry);
  if (!plan) throw new Error(JSON.stringify(problems));
  return plan;
}

it("the plan depends on nothing but what is connected: not on the order of listing, positions or notes", () => {
  let planned = 0;
  fc.assert(
    fc.property(drawing, fc.infiniteStream(fc.nat()), (graph, dice) => {
      const shuffle = <T>(list: readonly T[]): readonly T[] =>
        list
          .map((item) => [dice.next().value as number, item] as const)
          .sort(([a], [b]) => a - b)
          .map(([, item]) => item);
      const other: Graph = {
        meta: { title: "another title", description: "x" },
        nodes: shuffle(graph.nodes).map((node) => ({ ...node, x: dice.next().value as number, y: 7, w: 300, h: 200 })),
        edges: shuffle(graph.edges),
        notes: [{ id: "note_abcd" as Graph["notes"][number]["id"], text: "n", x: 0, y: 0, w: 1, h: 1, color: "blue" }],
      };
      planned += planOf(graph).nodes.length;
      expect(canonicalJson(planOf(other) as unknown as Json)).toBe(canonicalJson(planOf(graph) as unknown as Json));
    }),
    { numRuns: 300 },
  );
  expect(planned).toBeGreaterThan(600);
});

it("in a plan every node comes after all that it waits for, and after its container", () => {
  let transitions = 0;
  fc.assert(
    fc.property(drawing, (graph) => {
      const plan = planOf(graph);
      const place = new Map(plan.nodes.map((node, at) => [node.id, at]));
      const machines = new Set(plan.nodes.filter((node) => node.kind === "states").map((node) => node.id));
      const parentOf = new Map(plan.nodes.map((node) => [node.id, node.parent]));
      for (const { source, target } of plan.edges) {
        // A transition waits for nothing, and may lead back.
        const parent = parentOf.get(source) ?? null;
        if (parent === null || !machines.has(parent)) expect(place.get(source)).toBeLessThan(place.get(target) ?? -1);
        else transitions++;
      }
      for (const { id, parent } of plan.nodes)
        if (parent !== null) expect(place.get(parent)).toBeLessThan(place.get(id) ?? -1);
    }),
  );
  expect(transitions).toBeGreaterThan(50);
});

it("until any of its steps, a plan keeps that step with all that it holds, and everything that leads to it", () => {
  let cut = 0;
  fc.assert(
    fc.property(drawing, fc.nat(99), (graph, which) => {
      const plan = planOf(graph);
      const goal = plan.nodes[which % plan.nodes.length]?.id as Plan["nodes"][number]["id"];
      const until = planUntil(plan, goal) as Plan;
      const kept = new Set(until.nodes.map((node) => node.id));
      if (kept.size < plan.nodes.length) cut++;
      expect(kept).toContain(goal);
      for (const { id, parent } of plan.nodes) if (parent === goal) expect(kept).toContain(id);
      for (const { parent } of until.nodes) if (parent !== null) expect(kept).toContain(parent);
      for (const { source, target } of until.edges) expect([kept.has(source), kept.has(target)]).toEqual([true, true]);
      expect(until.edges.some(({ source }) => source === goal)).toBe(false);
      for (const { source, target } of plan.edges)
        if (target === goal && source !== goal) expect(kept).toContain(source);
      // Nothing is left to cut the second time.
      expect(planUntil(until, goal)).toEqual(until);
    }),
  );
  expect(cut).toBeGreaterThan(30);
});

it("compiling answers for every drawing that a document can hold", () => {
  fc.assert(
    fc.property(graphArbitrary, (graph) => {
      expect(compile(graph, nodeRegistry).problems.length).toBeGreaterThan(0);
      const typed = { ...graph, nodes: graph.nodes.map((node, at) => ({ ...node, version: 1, type: typeAt(at) })) };
      compile(typed, nodeRegistry);
    }),
    { numRuns: 200 },
  );
});

function typeAt(at: number): string {
  const types = [...nodeRegistry.keys()];
  return types[at % types.length] ?? "step";
}
