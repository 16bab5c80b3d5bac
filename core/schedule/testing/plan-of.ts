import type { Plan, PlanEdge, PlanNode } from "../../compile/plan.ts";
import { edgeIdOf } from "../../graph/graph.ts";
import type { NodeId } from "../../id.ts";

/**
 * A plan from one line: `planOf("t > a, a.yes > b, a.error > c, each(x > y), t > each")`.
 * Names are node ids without `n_`. `t` is the trigger, names that begin with `each`, `repeat`, `states` and `state` are
 * containers and the parentheses hold their body, other names that begin with `r` answer a webhook. A machine begins
 * with a state named `stateFirst`. A word in
 * parentheses alone is a body of one step.
 */
export function planOf(text: string): Plan {
  const nodes = new Map<string, PlanNode>();
  const edges: PlanEdge[] = [];
  readScope(text, null, nodes, edges);
  return { format: 1, nodes: [...nodes.values()], edges };
}

function readScope(text: string, parent: NodeId | null, nodes: Map<string, PlanNode>, edges: PlanEdge[]): void {
  for (const part of splitOutside(text)) {
    const body = /^((?:each|repeat|state)\w*)\((.*)\)$/s.exec(part);
    if (body) {
      add(nodes, body[1] as string, parent);
      readScope(body[2] as string, `n_${body[1]}` as NodeId, nodes, edges);
      continue;
    }
    const chain = part.split(">").map((word) => word.trim());
    for (const word of chain) add(nodes, word.split(".")[0] as string, parent);
    for (let i = 1; i < chain.length; i++) {
      const [from = "", port = "out"] = (chain[i - 1] as string).split(".");
      const [to = "", into = "in"] = (chain[i] as string).split(".");
      const ends = { source: `n_${from}`, sourcePort: port, target: `n_${to}`, targetPort: into } as const;
      edges.push({ ...(ends as Omit<PlanEdge, "id">), id: edgeIdOf(ends as PlanEdge) });
    }
  }
}

function add(nodes: Map<string, PlanNode>, name: string, parent: NodeId | null): void {
  if (nodes.has(name)) return;
  const kind = kindOf(name);
  nodes.set(name, {
    id: `n_${name}` as NodeId,
    key: name,
    title: name,
    type: kind,
    version: 1,
    kind,
    parent,
    disabled: false,
    config: name.startsWith("stateFirst") ? { initial: true } : {},
  });
}

function kindOf(name: string): PlanNode["kind"] {
  if (name === "t") return "trigger";
  // In this order: `states` begins with `state`, and `repeat` with `r`.
  for (const kind of ["each", "repeat", "states", "state"] as const) if (name.startsWith(kind)) return kind;
  return name.startsWith("r") ? "respond" : "step";
}

function splitOutside(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i <= text.length; i++) {
    const char = text[i];
    if (char === "(") depth += 1;
    if (char === ")") depth -= 1;
    if ((char === "," && depth === 0) || i === text.length) {
      const part = text.slice(from, i).trim();
      if (part) parts.push(part);
      from = i + 1;
    }
  }
  return parts;
}
