import { RE2JS } from "re2js";
import { caps } from "../../caps.ts";
import { anyShape, boolShape, listShape, textShape } from "../../json/shape.ts";
import { BadArgument, defineFunction, type FunctionDefinition } from "../define-function.ts";
import type { Work } from "../work.ts";
import { atMost } from "./text.ts";

const text = { name: "text", kind: "text" } as const;

/** Patterns run on RE2: their time is linear in the text, whatever people write. */
export const patternFunctions: readonly FunctionDefinition[] = [
  defineFunction({
    name: "replaceMatches",
    category: "text",
    params: [text, { name: "pattern", kind: "text" }, { name: "replacement", kind: "text" }],
    returns: textShape,
    doc: "The text with everything that matches a pattern replaced; $1 stands for the first group.",
    example: 'replaceMatches("order 17 of 20", "[0-9]+", "#")',
    result: "order # of #",
    call: ([value, pattern, replacement], work) => {
      work.charge(value.length * 2);
      return replaceMatches(value, pattern, replacement);
    },
  }),
  defineFunction({
    name: "matches",
    category: "text",
    params: [text, { name: "pattern", kind: "text" }],
    returns: boolShape,
    doc: "Whether a pattern (regular expression, RE2) is found in the text.",
    example: '"INV-2024-17".matches("^INV-[0-9]{4}-[0-9]+$")',
    result: true,
    call: ([value, pattern], work) => {
      work.charge(value.length * 2);
      return compiled(pattern).matcher(value).find();
    },
  }),
  defineFunction({
    name: "extract",
    category: "text",
    params: [text, { name: "pattern", kind: "text" }],
    returns: anyShape,
    doc: "The first match of a pattern, or its first group when it has one; null when nothing matches.",
    example: '"Order #4711 paid".extract("#([0-9]+)")',
    result: "4711",
    call: ([value, pattern], work) => extract(value, pattern, 1, work)[0] ?? null,
  }),
  defineFunction({
    name: "extractAll",
    category: "text",
    params: [text, { name: "pattern", kind: "text" }],
    returns: listShape(textShape),
    doc: "All matches of a pattern as a list, or their first groups when it has one.",
    example: '"a1 b22".extractAll("[0-9]+")',
    result: ["1", "22"],
    call: ([value, pattern], work) => extract(value, pattern, Number.POSITIVE_INFINITY, work),
  }),
];

function replaceMatches(value: string, pattern: string, replacement: string): string {
  const most = replacement.length * (value.length + 1) + value.length;
  if (most > caps.valueBytes * 8) atMost(most);
  try {
    return compiled(pattern).matcher(value).replaceAll(replacement);
  } catch {
    throw new BadArgument("the replacement names a group that the pattern does not have. Write $$ for a plain $.");
  }
}

function extract(value: string, pattern: string, most: number, work: Work): string[] {
  work.charge(value.length * 2);
  const matcher = compiled(pattern).matcher(value);
  const found: string[] = [];
  while (found.length < most && matcher.find()) {
    work.charge(1);
    const group = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
    found.push(group ?? "");
  }
  return found;
}

const patterns = new Map<string, RE2JS>();

/** A pattern in RE2 syntax, kept; its time is linear in the text (RE2 has no backtracking). */
function compiled(pattern: string): RE2JS {
  const known = patterns.get(pattern);
  if (known) return known;
  if (pattern.length > 1_000) throw new BadArgument("the pattern is longer than 1,000 characters.");
  try {
    const fresh = RE2JS.compile(pattern);
    if (patterns.size >= 500) patterns.clear();
    patterns.set(pattern, fresh);
    return fresh;
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message.replace(/^error parsing regexp: /, "") : "unknown";
    throw new BadArgument(`the pattern cannot be read (${reason}).`);
  }
}
