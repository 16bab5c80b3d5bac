import type { StepReference } from "../../expression/references.ts";
import { closestName } from "../../json/closest-name.ts";
import type { FormulaInConfig } from "../../node-kit/formulas-in.ts";
import type { Certainty } from "../certainty.ts";
import type { ContainerKind } from "../container-kind.ts";
import type { Draft } from "../draft.ts";
import { type DraftNode, kindOf, named } from "../draft-node.ts";
import type { Problem } from "../problem.ts";
import { referencesIn } from "../references-in.ts";
import { replaceFormula } from "../replace-formula.ts";
import { seenFrom } from "../seen-from.ts";
import { nodesByKey } from "../typing.ts";

/**
 * A formula may read a step that has certainly run by then; one that may be absent must be read with `.?`, so that the
 * formula says what happens without it:
 *
 *     trigger > if, if.true > a > c, if.false > c        at c: `steps.a` is refused, `steps.?a` is right
 */
export function checkReferences(draft: Draft, certainty: Certainty): readonly Problem[] {
  const byKey = nodesByKey(draft);
  const problems: Problem[] = [];
  for (const nodes of draft.flow.regions.values()) {
    for (const node of nodes) {
      for (const formula of node.formulas) {
        for (const reference of referencesIn(formula).steps) {
          const problem = judge({ draft, certainty, byKey, node, formula }, reference);
          if (problem) problems.push(problem);
        }
      }
    }
  }
  return problems;
}

type Place = {
  readonly draft: Draft;
  readonly certainty: Certainty;
  readonly byKey: ReadonlyMap<string, DraftNode>;
  readonly node: DraftNode;
  readonly formula: FormulaInConfig;
};

function judge(place: Place, reference: StepReference): Problem | null {
  const { draft, certainty, byKey, node, formula } = place;
  const other = byKey.get(reference.key);
  if (!other) return unknownStep(place, reference);
  const relation = certainty.relation(node.id, other.id, seenFrom(node, formula));
  if (relation === "certain" || (relation === "maybe" && reference.optional)) return null;
  if (relation === "maybe") return maybeAbsent(place, reference, other);
  // A step that nothing leads to yet is work in progress: what it may read shows when it is connected.
  if (!draft.flow.reached.has(node.id)) return null;
  return { ...base(place, reference), code: "reference-later", message: laterMessage(place, other) };
}

function unknownStep(place: Place, reference: StepReference): Problem {
  const { byKey, certainty, node } = place;
  const before = certainty.before(node.id).flatMap((id) => place.draft.nodes.get(id)?.node.key ?? []);
  const near = closestName(reference.key, before) ?? closestName(reference.key, byKey.keys());
  const message = `There is no step named ${reference.key}.`;
  if (!near)
    return { ...base(place, reference), code: "reference-unknown", message: `${message} Choose one that is there.` };
  return {
    ...base(place, reference),
    code: "reference-unknown",
    message: `${message} Did you mean ${near}?`,
    fix: { label: `Read steps.${near}`, commands: [edited(place, reference, near)] },
  };
}

function maybeAbsent(place: Place, reference: StepReference, other: DraftNode): Problem {
  const { source } = place.formula;
  const why = isState(place, other)
    ? `The machine need not have been in ${named(other)} before.`
    : `${named(other)} does not run on every way to this step.`;
  // `steps.key` becomes `steps.?key`, and `steps["key"]` becomes `steps[?"key"]`.
  const text = `?${source.slice(reference.from, reference.to)}`;
  return {
    ...base(place, reference),
    code: "reference-maybe-absent",
    message: `${why} Read it with .? so that the formula works without it.`,
    fix: { label: `Read steps.?${reference.key}`, commands: [edited(place, reference, text)] },
  };
}

function isState({ draft }: Place, { parent }: DraftNode): boolean {
  return parent !== null && draft.flow.machines.has(parent);
}

function laterMessage({ draft, node }: Place, other: DraftNode): string {
  if (other.id === node.id) return "A step cannot read its own output. Read what arrives with input.";
  const container = other.parent === null ? undefined : draft.nodes.get(other.parent);
  if (container && container.id !== node.parent) {
    const when = often[kindOf(container) ?? "each"];
    return `${named(other)} is inside ${named(container)} and runs ${when}. Read the whole result with steps.${container.node.key}.`;
  }
  return `${named(other)} is not before this step, so its output is not there yet. Connect it so that it leads here, or read another step.`;
}

const often: Readonly<Record<ContainerKind, string>> = {
  each: "once per item",
  repeat: "once per round",
  states: "as often as it is visited",
  state: "once per visit",
};

function edited({ node, formula }: Place, { from, to }: StepReference, text: string) {
  return replaceFormula(node, formula, formula.source.slice(0, from) + text + formula.source.slice(to));
}

function base({ node, formula }: Place, { from, to }: StepReference) {
  const { field, part } = formula;
  return {
    severity: "error",
    nodeId: node.id,
    field,
    ...(part === undefined ? {} : { part }),
    range: { from, to },
  } as const;
}
