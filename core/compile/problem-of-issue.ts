import type { DocumentCommand } from "../document/commands.ts";
import type { ConfigIssue } from "../node-kit/parse-config.ts";
import type { Problem } from "./problem.ts";

type Place = Pick<Problem, "nodeId" | "field"> & {
  /** Takes the setting away, when it is one that nobody knows. */
  readonly remove: DocumentCommand;
};

/** What parsing found in settings, as a problem. */
export function problemOfIssue(issue: ConfigIssue, { nodeId, field, remove }: Place): Problem {
  const problem: Problem = {
    code: issue.code === "missing" ? "field-missing" : "config-invalid",
    severity: issue.code === "unknown-field" ? "warning" : "error",
    nodeId,
    field,
    message: issue.message,
  };
  // A name inside a row cannot be taken away alone.
  if (issue.code !== "unknown-field" || issue.field.includes(".")) return problem;
  return { ...problem, fix: { label: "Remove the setting", commands: [remove] } };
}
