"use client";
import { useDeferredValue, useMemo } from "react";
import type { Problem } from "#core/compile/problem.ts";
import { checkExpression } from "#core/expression/check.ts";
import { isExpr } from "#core/graph/tagged.ts";
import { useFieldSurroundings } from "../field-surroundings.tsx";
import { FormulaEditor } from "../lazy-code.tsx";
import type { ControlProps } from "./control.ts";

/** A CEL formula: checked while it is typed, completed with what is in scope. */
export function FormulaControl({ spec, path, id, label, describedBy, raw, onChange, isInvalid }: ControlProps) {
  const { scope, itemScope, titles, problems, insertion, isReadOnly } = useFieldSurroundings();
  const source = isExpr(raw) ? raw.$expr : "";
  const isOptional = spec.nullable && spec.meta.control === "formula";
  const names = spec.meta.mode === "item" ? itemScope : scope;
  const checked = useDeferredValue(source);
  const issues = useMemo(
    () => (checked.trim() === "" ? [] : squiggles({ source: checked, names, problems, path })),
    [checked, names, problems, path],
  );
  return (
    <FormulaEditor
      id={id}
      label={label}
      describedBy={describedBy}
      text={source}
      scope={names}
      titles={titles}
      issues={issues}
      placeholder={spec.meta.placeholder ?? "input.name"}
      isInvalid={isInvalid}
      isReadOnly={isReadOnly}
      // Where nothing may stand, an emptied formula is nothing: empty, it could not be read.
      onChange={(text) => onChange(isOptional && text.trim() === "" ? null : { $expr: text })}
      onTarget={(insert) => {
        insertion.current = { insert };
      }}
    />
  );
}

type Args = {
  source: string;
  names: Parameters<typeof checkExpression>[1];
  problems: readonly Problem[];
  path: string;
};

/** What the checker says at once, and what only the compiler can know once it has answered. */
function squiggles({ source, names, problems, path }: Args) {
  const own = checkExpression(source, names).issues.map((issue) => ({
    from: issue.from,
    to: Math.max(issue.to, issue.from + 1),
    severity: "error" as const,
    message: issue.message,
  }));
  const compiled = problems.flatMap((problem) =>
    problem.field === path && problem.range && !own.some((issue) => issue.message === problem.message)
      ? [{ ...problem.range, severity: problem.severity, message: problem.message }]
      : [],
  );
  return [...own, ...compiled];
}
