import { checkExpression } from "../../expression/check.ts";
import { isTagged } from "../../graph/tagged.ts";
import { objectShape } from "../../json/shape.ts";
import type { Draft } from "../draft.ts";
import type { Problem } from "../problem.ts";
import { problemOfIssue } from "../problem-of-issue.ts";
import type { Typing } from "../typing.ts";
import { codeOfExpressionIssue } from "./check-formulas.ts";

/** The settings of the workflow. Their formulas are worked out before there is a run, so they see `trigger` alone. */
export function checkSettings({ settings }: Draft, typing: Typing): readonly Problem[] {
  const problems = settings.issues.map((issue) =>
    problemOfIssue(issue, {
      nodeId: null,
      field: `settings.${issue.field}`,
      remove: { type: "settings.set", field: issue.field },
    }),
  );
  const scope = objectShape({ trigger: typing.trigger });
  for (const { field, source, part } of settings.formulas) {
    for (const { code, from, to, message } of checkExpression(source, scope).issues) {
      const place = { nodeId: null, field: `settings.${field}`, ...(part === undefined ? {} : { part }) };
      const range = { from, to };
      problems.push({ code: codeOfExpressionIssue(code), severity: "error", ...place, range, message });
    }
  }
  const key = settings.chosen?.dedupeKey ?? null;
  if (key !== null && !isTagged(key)) problems.push(fixedKey);
  return problems;
}

const fixedKey: Problem = {
  code: "config-invalid",
  severity: "warning",
  nodeId: null,
  field: "settings.dedupeKey",
  message:
    "“Same run when equal” is the same for every trigger, so that only one run starts. Write a formula over trigger.",
};
