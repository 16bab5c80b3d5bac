import { idOf, type NodeId } from "../id.ts";
import type { JsonObject } from "../json/json.ts";
import { type EdgeEnds, edgeIdOf, type Graph, type GraphEdge, type GraphNode } from "./graph.ts";

/** What a drawing does not say about a node. `type` is the known type named like the key without its number. */
export type NodeSketch = Partial<Omit<GraphNode, "id" | "key">> & { readonly config?: JsonObject };

export type Sketch = {
  readonly nodes?: Readonly<Record<string, NodeSketch>>;
  /** Known types: a node `if_2` gets the type `if`; others get `step`, or `trigger` when so named. */
  readonly types?: ReadonlyMap<string, { readonly version: number }>;
};

/**
 * A graph from one line, for tests and samples:
 *
 *   graphOf("trigger > a > c, a.error > d.in2, each > z, each{ b > c }")
 *
 * `a.port > b.port` is an edge (ports `out` and `in` when not named), a chain draws several, `name{ … }` says what a
 * container holds, a lone name is a node without edges. The node `a` has the key `a` and the id `n_a000` (padded to four letters with 0).
 */
export function graphOf(drawing: string, sketch: Sketch = {}): Graph {
  const parents = new Map<string, string | null>();
  const edges: GraphEdge[] = [];
  draw(drawing, null, { parents, edges });
  const nodes = [...parents].map(([key, parent], index) => {
    const { type = typeOf(key, sketch.types), ...rest } = sketch.nodes?.[key] ?? {};
    const node: GraphNode = {
      id: nodeIdOf(key),
      type,
      version: sketch.types?.get(type)?.version ?? 1,
      key,
      title: key,
      x: index * 260,
      y: 0,
      w: null,
      h: null,
      parent: parent === null ? null : nodeIdOf(parent),
      disabled: false,
      config: {},
      ...rest,
    };
    return node;
  });
  return { meta: { title: "", description: "" }, nodes, edges, notes: [] };
}

/** The id that `graphOf` gives a node. */
export function nodeIdOf(key: string): NodeId {
  return idOf("n", key.padEnd(4, "0"));
}

type Drawn = { readonly parents: Map<string, string | null>; readonly edges: GraphEdge[] };

function draw(text: string, parent: string | null, drawn: Drawn): void {
  for (const { name, body, chain } of piecesOf(text)) {
    if (name !== null) {
      if (!drawn.parents.has(name)) drawn.parents.set(name, parent);
      draw(body, name, drawn);
      continue;
    }
    const stops = chain.split(">").map((stop) => stop.trim());
    for (const stop of stops) {
      const key = stop.split(".")[0] ?? "";
      if (!drawn.parents.has(key)) drawn.parents.set(key, parent);
    }
    for (let at = 1; at < stops.length; at++) drawn.edges.push(edgeBetween(stops[at - 1] ?? "", stops[at] ?? ""));
  }
}

/** In a chain `a > b.in2 > c` the port of a middle stop is where the edge enters; it leaves by `out`. */
function edgeBetween(from: string, to: string): GraphEdge {
  const [source = "", sourcePort = "out"] = from.split(".");
  const [target = "", targetPort = "in"] = to.split(".");
  const ends: EdgeEnds = {
    source: nodeIdOf(source),
    sourcePort: /^in\d*$/.test(sourcePort) ? "out" : sourcePort,
    target: nodeIdOf(target),
    targetPort: /^in\d*$/.test(targetPort) ? targetPort : "in",
  };
  return { id: edgeIdOf(ends), ...ends };
}

type Piece =
  | { readonly name: string; readonly body: string; readonly chain: null }
  | { readonly name: null; readonly body: null; readonly chain: string };

function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  for (const part of splitOutside(text)) {
    const container = /^\s*([\w-]+)\s*\{(.*)\}\s*$/s.exec(part);
    if (container) pieces.push({ name: container[1] ?? "", body: container[2] ?? "", chain: null });
    else if (part.trim() !== "") pieces.push({ name: null, body: null, chain: part });
  }
  return pieces;
}

/** Splits at the commas that are not inside braces. */
function splitOutside(text: string): string[] {
  const parts = [""];
  let depth = 0;
  for (const sign of text) {
    if (sign === "{") depth++;
    if (sign === "}") depth--;
    if (sign === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += sign;
  }
  return parts;
}

function typeOf(key: string, types: Sketch["types"]): string {
  const stem = key.replace(/_?\d+$/, "").replaceAll("_", "-");
  if (types?.has(stem)) return stem;
  if (types?.has(key)) return key;
  return stem === "trigger" ? "trigger" : "step";
}
