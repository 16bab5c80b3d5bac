import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { evaluateExpression } from "./evaluate.ts";
import type { Scope } from "./scope.ts";

const codeOf = (source: string, scope: Scope = {}) => {
  const result = evaluateExpression(source, scope);
  return result.ok ? "ok" : result.failure.code;
};

describe("r1 formulas are data", () => {
  it("neither this folder nor the CEL library makes code out of text", () => {
    const library = path.dirname(createRequire(import.meta.url).resolve("@marcbachmann/cel-js"));
    const folders = [import.meta.dirname, path.join(import.meta.dirname, "functions"), library];
    const files = folders.flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => /\.(ts|js)$/.test(name) && !name.includes(".test."))
        .map((name) => path.join(folder, name)),
    );
    expect(files.length).toBeGreaterThan(30);
    for (const file of files) {
      expect(readFileSync(file, "utf8"), file).not.toMatch(
        /\beval\s*\(|new\s+Function\b|\bFunction\s*\(|node:vm|from "vm"/,
      );
    }
  });

  it.each([
    "constructor",
    '"".constructor',
    "steps.constructor.constructor('return process')()",
    'steps["__proto__"]',
    "[].constructor",
    "steps.toString",
    "steps.hasOwnProperty('a')",
    "process.env",
    "globalThis",
    "lower.constructor",
    "[1].map(constructor, constructor.constructor)",
  ])("%s reaches nothing", (source) => {
    expect(codeOf("steps.a", { steps: { a: 1 } })).toBe("ok");
    expect(codeOf(source, { steps: { a: 1 } })).toBe("expression");
  });

  it("a result that looks like a formula stays data", () => {
    const value = { $expr: "1 + 1" };
    expect(evaluateExpression("input", { input: value })).toEqual({ ok: true, value });
    expect(evaluateExpression("{'$expr': '1 + 1'}", {})).toEqual({ ok: true, value });
  });
});

describe("r16 every blow-up ends with a cap", () => {
  const list = Array.from({ length: 2_000 }, (_, at) => at);
  const text = "x".repeat(1024 * 1024);
  const wide = Object.fromEntries(list.map((at) => [`k${at}`, at]));

  it.each<[string, string]>([
    ["a source over 10 kB", `1${" + 1".repeat(4_000)}`],
    ["a source of many bytes", `"${"é".repeat(6_000)}"`],
    ["a deep source", `${"(".repeat(400)}1${")".repeat(400)}`],
    ["a chain of nots", `${"!".repeat(9_000)}true`],
    ["a long chain", `1${"+1".repeat(2_500)}`],
    ["loops in loops in loops in loops in loops", "[1].map(a, [1].map(b, [1].map(c, [1].map(d, [1].map(e, e)))))"],
    ["nested loops over a large list", "list.map(a, list.map(b, list.map(c, a + b + c)))"],
    ["a doubling of lists", `${"cel.bind(a, [1], ".padEnd(17)}${"cel.bind(a, a + a, ".repeat(30)}a${")".repeat(31)}`],
    [
      "a shared list written out",
      `cel.bind(a, range(100), ${"cel.bind(a, [a, a, a, a], ".repeat(20)}a${")".repeat(21)}`,
    ],
    [
      "a shared list as text",
      `cel.bind(a, range(100), ${"cel.bind(a, [a, a, a, a], ".repeat(20)}json(a)${")".repeat(21)}`,
    ],
    [
      "a shared list compared",
      `cel.bind(a, [0], ${"cel.bind(a, [a, a], ".repeat(40)}unique([a]) == [1]${")".repeat(41)}`,
    ],
    ["a text that doubles", `cel.bind(a, "xxxxxxxxxxxxxxxx", ${"cel.bind(a, a + a, ".repeat(30)}a${")".repeat(31)}`],
    ["a long repetition", 'repeat("abc", 10000000)'],
    ["a long padding", 'padStart("a", 100000000)'],
    ["a replacement that grows", 'text.replace("x", "yyyyyyyyyyyyyyyy")'],
    ["a long range", "range(100000000)"],
    ["an endless range", "range(1e300)"],
    ["a join of large texts", "list.map(x, text).join()"],
    ["missing keys over and over", "list.map(x, list.map(y, coalesce(wide.nope, 1)).size())"],
    ["wide objects over and over", "list.map(x, list.map(y, size(wide)).size())"],
    ["dates over and over", "list.map(x, list.map(y, formatDate('2024-01-01', 'LLLL', 'Europe/Berlin')).size())"],
    ["a large result", "list.map(x, text)"],
    ["a search in a search", "list.all(x, list.all(y, list.all(z, (x + y + z) in list || true)))"],
    ["a pattern over and over", "list.map(x, text.matches('(x+x+)+y'))"],
  ])("%s", (_name, source) => {
    expect(codeOf(source, { list, text, wide })).toBe("cap");
  });

  it("what people do with 10,000 rows is well inside", () => {
    const rows = Array.from({ length: 10_000 }, (_, at) => ({
      sector: `s${at % 11}`,
      amount: at,
      name: `Company ${at}`,
    }));
    const grouped =
      "rows.filter(r, r.amount > 10).groupBy(r, r.sector).map(g, {'sector': g.key, 'sum': g.items.map(r, r.amount).sum()}).sortBy(g, -g.sum)";
    expect(codeOf(grouped, { rows })).toBe("ok");
    expect(codeOf("rows.map(r, upper(r.name) + ' in ' + r.sector).join('\\n')", { rows })).toBe("ok");
  });

  it("a pattern that ruins other engines ends in linear time", () => {
    expect(codeOf(`"${"a".repeat(5_000)}!".matches("^(a+)+$")`)).toBe("ok");
  });
});

describe("r19 forbidden names are refused", () => {
  it.each([
    "{'__proto__': {'isAdmin': true}}",
    "{'constructor': 1}",
    'parseJson(\'{"a": {"__proto__": {"isAdmin": true}}}\')',
    "fromEntries([['prototype', 1]])",
    "set({}, '__proto__', {'isAdmin': true})",
  ])("%s", (source) => {
    expect(codeOf(source)).toBe("expression");
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  it("a name that the value itself does not have is not found on its prototype", () => {
    expect(evaluateExpression("get({}, 'constructor.name')", {})).toEqual({ ok: true, value: null });
    expect(evaluateExpression("has(input.toString)", { input: {} })).toEqual({ ok: true, value: false });
  });
});
