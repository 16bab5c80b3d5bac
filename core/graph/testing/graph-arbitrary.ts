import fc from "fast-check";
import { idOf } from "../../id.ts";
import type { Json, JsonObject } from "../../json/json.ts";
import { type EdgeEnds, edgeIdOf, type Graph, type GraphEdge, type GraphNode, noteColors } from "../graph.ts";

/** Plain JSON without names that are refused, and without -0, which JSON cannot write. */
export const jsonArbitrary: fc.Arbitrary<Json> = fc
  .jsonValue({ maxDepth: 3 })
  .map(
    (value) =>
      JSON.parse(JSON.stringify(value, (key, inner) => (isRefused(key) ? undefined : inner)) ?? "null") as Json,
  );

function isRefused(key: string): boolean {
  return ["__proto__", "constructor", "prototype", "$expr", "$template"].includes(key);
}

const rawArbitrary: fc.Arbitrary<Json> = fc.oneof(
  jsonArbitrary,
  fc.string().map(($expr) => ({ $expr })),
  fc
    .array(
      fc.oneof(
        fc.string(),
        fc.string().map(($expr) => ({ $expr })),
      ),
    )
    .map(($template) => ({ $template })),
);

const configArbitrary: fc.Arbitrary<JsonObject> = fc.dictionary(
  fc.string({ minLength: 1, maxLength: 12 }).filter((key) => !isRefused(key)),
  rawArbitrary,
  { maxKeys: 4, noNullPrototype: true },
);

const number = fc.integer({ min: -100_000, max: 100_000 });
const size = fc.integer({ min: 1, max: 10_000 });

/** Any drawing that a document can hold: unknown types, wrong settings and unknown ports included. */
export const graphArbitrary: fc.Arbitrary<Graph> = fc
  .record({
    title: fc.string(),
    description: fc.string(),
    settings: configArbitrary,
    sketches: fc.array(
      fc.record({
        type: fc.string({ minLength: 1 }),
        version: fc.integer({ min: 1, max: 5 }),
        key: fc.string(),
        title: fc.string(),
        x: number,
        y: number,
        w: fc.option(size),
        h: fc.option(size),
        parentAt: fc.nat(20),
        disabled: fc.boolean(),
        config: configArbitrary,
        handling: configArbitrary,
        pinned: fc.option(jsonArbitrary, { nil: undefined }),
      }),
      { maxLength: 12 },
    ),
    ends: fc.array(fc.tuple(fc.nat(30), fc.nat(30), fc.constantFrom("out", "error", "case-1")), { maxLength: 20 }),
    notes: fc.array(
      fc.record({ text: fc.string(), x: number, y: number, w: size, h: size, color: fc.constantFrom(...noteColors) }),
      { maxLength: 4 },
    ),
  })
  .map(({ title, description, settings, sketches, ends, notes }) => {
    const ids = sketches.map((_, at) => idOf("n", `node${at}`));
    const nodes = sketches.map(({ parentAt, pinned, handling, ...rest }, at): GraphNode => {
      // Only earlier nodes can hold a node, so there is no circle.
      const parent = (parentAt < at && ids[parentAt]) || null;
      const chosen = { ...filled("handling", handling), ...(pinned === undefined ? {} : { pinned }) };
      return { id: idOf("n", `node${at}`), ...rest, parent, ...chosen };
    });
    const edges = new Map<string, GraphEdge>();
    for (const [from, to, sourcePort] of ends) {
      const [source, target] = [ids[from % Math.max(1, ids.length)], ids[to % Math.max(1, ids.length)]];
      if (!source || !target) continue;
      const edgeEnds: EdgeEnds = { source, sourcePort, target, targetPort: "in" };
      edges.set(edgeIdOf(edgeEnds), { id: edgeIdOf(edgeEnds), ...edgeEnds });
    }
    const graphNotes = notes.map((note, at) => ({ id: idOf("note", `note${at}`), ...note }));
    const rest = { edges: [...edges.values()], notes: graphNotes, ...filled("settings", settings) };
    return { meta: { title, description }, nodes, ...rest };
  });

/** Settings of which none is chosen are absent. */
function filled<Name extends string>(name: Name, fields: JsonObject): { readonly [name in Name]?: JsonObject } {
  return Object.keys(fields).length > 0 ? ({ [name]: fields } as { [name in Name]: JsonObject }) : {};
}
