import type { z } from "zod";
import type { ExpressionIssue } from "../../expression/check.ts";
import { assertNever } from "../../invariant.ts";
import type { Json } from "../../json/json.ts";
import { type Shape, textShape } from "../../json/shape.ts";
import type { ConfigField } from "../../node-kit/config-fields.ts";
import type { NodeDefinition } from "../../node-kit/define-node.ts";
import { stepHandlingSchema } from "../../settings/step-handling.ts";
import { configFieldAt } from "../config-field-at.ts";
import type { Draft } from "../draft.ts";
import type { Problem, ProblemCode, QuickFix } from "../problem.ts";
import { replaceFormula } from "../replace-formula.ts";
import { nodesByKey, type TypedFormula, type Typing } from "../typing.ts";

/** What is wrong inside formulas, and formulas whose result their field cannot take. */
export function checkFormulas(draft: Draft, typing: Typing): readonly Problem[] {
  const byKey = nodesByKey(draft);
  return typing.formulas.flatMap((typed) => {
    const issues = typed.issues.map((issue): Problem => {
      const fix = issue.code === "unknown-name" ? prefixFix(typed, issue, byKey) : undefined;
      const range = { from: issue.from, to: issue.to };
      return {
        ...base(typed),
        code: codeOfExpressionIssue(issue.code),
        range,
        message: issue.message,
        ...(fix ? { fix } : {}),
      };
    });
    const misfit = issues.length === 0 ? misfitOf(typed) : null;
    return misfit ? [misfit] : issues;
  });
}

export function codeOfExpressionIssue(code: ExpressionIssue["code"]): ProblemCode {
  switch (code) {
    case "syntax":
    case "unknown-name":
      return "formula-invalid";
    case "type":
    case "unknown-field":
      return "formula-type";
    case "cap":
      return "cap-exceeded";
    default:
      return assertNever(code);
  }
}

/** People write `orders.total` for `steps.orders.total`. */
function prefixFix(
  { node, formula }: TypedFormula,
  { from, to }: ExpressionIssue,
  byKey: ReadonlyMap<string, unknown>,
): QuickFix | undefined {
  const name = formula.source.slice(from, to);
  if (!byKey.has(name)) return undefined;
  const source = `${formula.source.slice(0, from)}steps.${formula.source.slice(from)}`;
  return { label: `Read steps.${name}`, commands: [replaceFormula(node, formula, source)] };
}

/** Fields of the handling are named `handling.…`. */
function fieldAt(definition: NodeDefinition, path: string): ConfigField | undefined {
  const inHandling = path.startsWith(handlingPrefix);
  return inHandling
    ? configFieldAt(stepHandlingSchema, path.slice(handlingPrefix.length))
    : configFieldAt(definition.config, path);
}

const handlingPrefix = "handling.";

type Kind = Exclude<Shape["kind"], "any">;

const samples: Readonly<Record<Kind, Json>> = {
  null: null,
  bool: true,
  number: 1,
  text: "",
  list: [],
  object: {},
};

const words: Readonly<Record<Kind, string>> = {
  null: "nothing",
  bool: "true or false",
  number: "a number",
  text: "text",
  list: "a list",
  object: "an object",
};

/** A formula for a whole field whose kind of result the field's schema refuses, whatever the value. */
function misfitOf(typed: TypedFormula): Problem | null {
  const { node, formula } = typed;
  if (formula.mode === "item" || !node.definition) return null;
  // A text with formulas in it is text, and judged once.
  if (formula.part !== undefined && node.formulas.find(({ field }) => field === formula.field) !== formula) return null;
  const shape = formula.part === undefined ? typed.shape : textShape;
  // An open object without fields is the sample that nobody has filled in yet.
  if (shape.kind === "any" || (shape.kind === "object" && shape.open && Object.keys(shape.fields).length === 0))
    return null;
  const field = fieldAt(node.definition, formula.field);
  if (!field || (field.isText && (shape.kind === "number" || shape.kind === "bool"))) return null;
  if (takesKind(field.schema, shape.kind)) return null;
  const message = `“${field.meta.title}” cannot take ${words[shape.kind]}, which is what this formula gives. Change the formula.`;
  return { ...base(typed), code: "formula-type", range: { from: 0, to: formula.source.length }, message };
}

/** Schemas are made once per node type, so what one answers is kept with it. */
const kindsTaken = new WeakMap<z.ZodType, Map<Kind, boolean>>();

/** False when the schema refuses every value of this kind; a limit on length or size does not count. */
function takesKind(schema: z.ZodType, kind: Kind): boolean {
  const known = kindsTaken.get(schema) ?? new Map<Kind, boolean>();
  kindsTaken.set(schema, known);
  const answer = known.get(kind);
  if (answer !== undefined) return answer;
  const [issue] = schema.safeParse(samples[kind]).error?.issues ?? [];
  const takes = !issue || issue.path.length > 0 || (issue.code !== "invalid_type" && issue.code !== "custom");
  known.set(kind, takes);
  return takes;
}

function base({ node, formula }: TypedFormula) {
  const { field, part } = formula;
  return { severity: "error", nodeId: node.id, field, ...(part === undefined ? {} : { part }) } as const;
}
