import { describe, expect, it } from "vitest";
import { evaluateExpression } from "./evaluate.ts";
import { functionDocs } from "./functions.ts";

describe("the documentation of every function is true", () => {
  it.each(functionDocs)("$signature", ({ example, result }) => {
    expect(evaluateExpression(example, {})).toEqual({ ok: true, value: result });
  });

  it("has a name only once, and one line for each", () => {
    expect(new Set(functionDocs.map((doc) => doc.name)).size).toBe(functionDocs.length);
    expect(functionDocs.length).toBeGreaterThanOrEqual(40);
    for (const doc of functionDocs) expect(doc.doc).toMatch(/^[^\n]{10,160}[.]$/);
  });
});
