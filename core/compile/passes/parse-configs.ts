import type { DocumentCommand } from "../../document/commands.ts";
import type { NodeId } from "../../id.ts";
import type { JsonObject } from "../../json/json.ts";
import type { NodeDefinition, Ports } from "../../node-kit/define-node.ts";
import { type FormulaInConfig, formulasIn } from "../../node-kit/formulas-in.ts";
import { type ConfigIssue, parseConfig } from "../../node-kit/parse-config.ts";
import { parseHandling } from "../../settings/parse-settings.ts";
import type { StepHandling } from "../../settings/step-handling.ts";
import type { DraftNode } from "../draft-node.ts";
import { portsOf } from "../ports-of.ts";
import type { Problem } from "../problem.ts";
import { problemOfIssue } from "../problem-of-issue.ts";
import type { TypedNode } from "./resolve-types.ts";

/** Reads the settings and the handling of every node, and what ports they make. */
export function parseConfigs(typed: readonly TypedNode[]): {
  readonly nodes: ReadonlyMap<NodeId, DraftNode>;
  readonly problems: readonly Problem[];
} {
  const nodes = new Map<NodeId, DraftNode>();
  const problems: Problem[] = [];
  for (const { node, definition, raw } of typed) {
    const { id, parent } = node;
    if (!definition) {
      const unknown = { definition, config: raw, ports: undefined, handling: undefined, formulas: [] };
      nodes.set(id, { id, node, parent, ...unknown });
      continue;
    }
    const { config, issues } = parseConfig(definition, raw);
    for (const issue of issues) problems.push(settingProblem(id, issue));
    if (issues.length === 0) problems.push(...checked(id, definition, config));
    const formulas = formulasIn(definition, config);
    const handled = definition.role === "trigger" ? notHandled : handlingOf(node.handling);
    for (const issue of handled.issues) problems.push(handlingProblem(id, issue));
    const { handling } = handled;
    const ports = portsOrNone(definition, config, handling);
    nodes.set(id, {
      id,
      node,
      definition,
      config,
      ports,
      handling,
      parent,
      formulas: [...formulas, ...handled.formulas],
    });
  }
  return { nodes, problems };
}

type Handled = {
  readonly handling: StepHandling | undefined;
  readonly issues: readonly ConfigIssue[];
  readonly formulas: readonly FormulaInConfig[];
};

/** A trigger starts a run and cannot fail in it. */
const notHandled: Handled = { handling: undefined, issues: [], formulas: [] };

function handlingOf(raw: JsonObject | undefined): Handled {
  if (raw === undefined) return notHandled;
  const { chosen, issues, formulas } = parseHandling(raw);
  const inHandling = formulas.map((formula) => ({ ...formula, field: `handling.${formula.field}` }));
  return { handling: chosen, issues, formulas: inHandling };
}

/** The author's `check` sees settings that fit their schema; one that fails all the same finds nothing. */
function checked(nodeId: NodeId, definition: NodeDefinition, config: JsonObject): readonly Problem[] {
  try {
    const faults = definition.check?.(config) ?? [];
    return faults.map(({ field, message }) => settingProblem(nodeId, { field, message, code: "invalid" }));
  } catch {
    return [];
  }
}

/** Settings that are wrong may have no ports yet; then edges are not judged by them. */
function portsOrNone(
  definition: NodeDefinition,
  config: JsonObject,
  handling: StepHandling | undefined,
): Ports | undefined {
  try {
    return portsOf(definition, { config, handling });
  } catch {
    return undefined;
  }
}

function settingProblem(nodeId: NodeId, issue: ConfigIssue): Problem {
  const remove: DocumentCommand = { type: "node.configure", id: nodeId, field: issue.field };
  return problemOfIssue(issue, { nodeId, field: issue.field, remove });
}

function handlingProblem(nodeId: NodeId, issue: ConfigIssue): Problem {
  const remove: DocumentCommand = { type: "node.handle", id: nodeId, field: issue.field };
  return problemOfIssue(issue, { nodeId, field: `handling.${issue.field}`, remove });
}
