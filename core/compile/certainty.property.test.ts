import fc from "fast-check";
import { expect, it } from "vitest";
import type { Graph } from "../graph/graph.ts";
import { graphOf } from "../graph/graph-of.ts";
import type { NodeId } from "../id.ts";
import { certaintyOf } from "./certainty.ts";
import { draftOf } from "./draft.ts";
import { tinyRegistry } from "./testing/tiny-registry.ts";

const end = fc.tuple(fc.nat(99), fc.boolean());

/** Every step has an edge from an earlier one, and some have more. */
const drawing: fc.Arbitrary<Graph> = fc
  .record({
    steps: fc.array(fc.tuple(fc.constantFrom("plain", "branch"), end), { minLength: 5, maxLength: 9, size: "max" }),
    more: fc.array(fc.tuple(fc.nat(99), end), { maxLength: 8, size: "max" }),
  })
  .map(({ steps, more }) => {
    const keys = ["trigger", ...steps.map(([kind], at) => `${kind}${at}`)];
    const edgeTo = (target: number, [from, second]: readonly [number, boolean]) => {
      const source = keys[from % target] ?? "trigger";
      const port = source.startsWith("branch") ? (second ? ".true" : ".false") : "";
      return `${source}${port} > ${keys[target]}`;
    };
    const lines = steps.map(([, from], at) => edgeTo(at + 1, from));
    const extra = more.map(([to, from]) => edgeTo(1 + (to % steps.length), from));
    return graphOf(["trigger", ...lines, ...extra].join(", "), { types: tinyRegistry });
  });

/** Which nodes run, for one choice of every branch: those with an edge that brings a value. */
function runOf(graph: Graph, choice: number): ReadonlySet<NodeId> {
  const ran = new Set<NodeId>();
  const branches = graph.nodes.filter((node) => node.type === "branch");
  // Ids end in the number of the layer, and edges lead from lower to higher layers.
  for (const node of graph.nodes.toSorted((a, b) => layerOf(a.key) - layerOf(b.key))) {
    const comes = graph.edges.some(({ source, sourcePort, target }) => {
      if (target !== node.id || !ran.has(source)) return false;
      const at = branches.findIndex((branch) => branch.id === source);
      return at === -1 || ((choice >> at) & 1 ? sourcePort === "true" : sourcePort === "false");
    });
    if (comes || node.type === "trigger") ran.add(node.id);
  }
  return ran;
}

function layerOf(key: string): number {
  return key === "trigger" ? -1 : Number(/\d+$/.exec(key)?.[0]);
}

it("a step called certain has run in every run that comes to the reader; most that always ran are called certain", () => {
  let certain = 0;
  let maybe = 0;
  let alwaysButMaybe = 0;
  fc.assert(
    fc.property(drawing, (graph) => {
      const certainty = certaintyOf(draftOf(graph, tinyRegistry));
      const runs = Array.from({ length: 256 }, (_, choice) => runOf(graph, choice));
      for (const reader of graph.nodes) {
        const own = runs.filter((run) => run.has(reader.id));
        if (own.length === 0) continue;
        for (const other of graph.nodes) {
          const relation = certainty.relation(reader.id, other.id);
          if (relation === "not-before") continue;
          const always = own.every((run) => run.has(other.id));
          if (relation === "certain") {
            certain++;
            expect(always).toBe(true);
          } else {
            maybe++;
            if (always) alwaysButMaybe++;
          }
        }
      }
    }),
    { numRuns: 400 },
  );
  expect(certain).toBeGreaterThan(500);
  expect(maybe).toBeGreaterThan(100);
  expect(alwaysButMaybe / (certain + maybe)).toBeLessThan(0.02);
});
