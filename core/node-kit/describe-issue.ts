import type { z } from "zod";

const kinds: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
  date: "a date",
  null: "empty",
};

/** Plain sentences for what zod finds; a message written at the schema goes first. For the `error` of a parse. */
export function describeIssue(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `This must be ${kinds[issue.expected] ?? issue.expected}.`;
    case "invalid_value":
      return `This must be one of ${issue.values.map(String).join(", ")}.`;
    case "too_small":
      return `This must be ${issue.inclusive ? "at least" : "more than"} ${issue.minimum}${unitOf(issue.origin)}.`;
    case "too_big":
      return `This must be ${issue.inclusive ? "at most" : "less than"} ${issue.maximum}${unitOf(issue.origin)}.`;
    case "invalid_format":
      return `This does not have the right form (${issue.format}).`;
    case "unrecognized_keys":
      return `These names are not known here: ${issue.keys.join(", ")}.`;
    default:
      return `This value does not fit here.`;
  }
}

function unitOf(origin: string): string {
  if (origin === "string") return " characters long";
  return origin === "array" ? " items long" : "";
}
