import { referencesOf } from "../../expression/references.ts";
import type { NodeId } from "../../id.ts";
import type { JsonObject } from "../../json/json.ts";
import type { NodeDefinition, Ports } from "../../node-kit/define-node.ts";
import { formulasIn } from "../../node-kit/formulas-in.ts";
import { type ConfigIssue, parseConfig } from "../../node-kit/parse-config.ts";
import type { DraftFormula, DraftNode } from "../draft-node.ts";
import type { Problem } from "../problem.ts";
import type { TypedNode } from "./resolve-types.ts";

/** Reads the settings of every node by the schema of its type, and what ports they make. */
export function parseConfigs(typed: readonly TypedNode[]): {
  readonly nodes: ReadonlyMap<NodeId, DraftNode>;
  readonly problems: readonly Problem[];
} {
  const nodes = new Map<NodeId, DraftNode>();
  const problems: Problem[] = [];
  for (const { node, definition, raw } of typed) {
    const { id, parent } = node;
    if (!definition) {
      nodes.set(id, { id, node, definition, config: raw, ports: undefined, formulas: [], parent });
      continue;
    }
    const { config, issues } = parseConfig(definition, raw);
    for (const issue of issues) problems.push(problemOf(id, issue));
    const formulas = formulasOf(definition, config);
    nodes.set(id, { id, node, definition, config, ports: portsOf(definition, config), formulas, parent });
  }
  return { nodes, problems };
}

function formulasOf(definition: NodeDefinition, config: JsonObject): readonly DraftFormula[] {
  return formulasIn(definition, config).map((formula) => ({ ...formula, references: referencesOf(formula.source) }));
}

/** Settings that are wrong may have no ports yet; then edges are not judged by them. */
function portsOf(definition: NodeDefinition, config: JsonObject): Ports | undefined {
  try {
    return definition.ports(config);
  } catch {
    return undefined;
  }
}

function problemOf(nodeId: NodeId, { field, message, code }: ConfigIssue): Problem {
  const problem: Problem = {
    code: code === "missing" ? "field-missing" : "config-invalid",
    severity: code === "unknown-field" ? "warning" : "error",
    nodeId,
    field,
    message,
  };
  if (code !== "unknown-field" || field.includes(".")) return problem;
  return {
    ...problem,
    fix: { label: "Remove the setting", commands: [{ type: "node.configure", id: nodeId, field }] },
  };
}
