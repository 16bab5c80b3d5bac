import { describe, expect, it } from "vitest";
import { caps } from "../caps.ts";
import type { SettledEffect } from "../effects/effect.ts";
import { failure } from "../failure.ts";
import type { Json, JsonObject } from "../json/json.ts";
import { parseConfig } from "../node-kit/parse-config.ts";
import { code } from "./code.ts";
import { emitted, expr, failed, runNode } from "./testing/run-node.ts";

const answers = (value: Json): readonly SettledEffect[] => [{ ok: true, value: { value, console: [], ms: 1 } }];

it("hands its script, its input and its values to the jail, and passes on what comes back", () => {
  const config: JsonObject = {
    source: "return input.price * rate;",
    values: [{ name: "rate", value: expr("vars.rate") }],
    timeoutSeconds: 2.5,
  };
  const given = { config, input: { price: 4 }, scope: { vars: { rate: 0.5 } }, results: answers({ total: 2 }) };
  expect(runNode(code, given).effects).toEqual([
    {
      kind: "code",
      request: {
        source: "return input.price * rate;",
        input: { price: 4 },
        values: [{ name: "rate", value: 0.5 }],
        timeoutMs: 2_500,
        memoryMb: 64,
      },
    },
  ]);
  expect(emitted(code, given)).toEqual({ total: 2 });
});

it("has a second and 64 MB unless it is given more", () => {
  const request = runNode(code, { results: answers(null) }).effects[0]?.request;
  expect(request).toMatchObject({ timeoutMs: 1_000, memoryMb: 64 });
});

it("fails as its script does", () => {
  const results = [{ ok: false, failure: failure("script", "Line 3: x is not defined") }] as const;
  expect(failed(code, { results })).toBe("script: Line 3: x is not defined");
});

describe("its settings", () => {
  const issuesOf = (config: JsonObject) =>
    parseConfig(code, config).issues.map(({ field, message }) => [field, message]);

  it("take names of constants that JavaScript takes, each once", () => {
    const named = (...names: string[]) => issuesOf({ values: names.map((name) => ({ name, value: 1 })) });
    expect(named("price", "_a", "$b", "a1", "größe".normalize("NFC").slice(0, 2))).toEqual([]);
    for (const name of ["", "1a", "a b", "a-b", "ü", "input", "await", "eval", "console", "__proto__", "a\n;evil("]) {
      expect(named(name), name).toHaveLength(1);
    }
    expect(named("a", "b", "a")).toEqual([["values", "“Values”: Two have the same name. Rename one."]]);
  });

  it("take a script that is there and of bearable length, and limits that are limits", () => {
    expect(issuesOf({ source: " \n" })).toEqual([["source", "“Script”: Write what the step shall do."]]);
    expect(issuesOf({ source: "x".repeat(caps.scriptBytes + 1) })).toHaveLength(1);
    expect(issuesOf({ source: { $expr: "'return 1'" } })).toHaveLength(1);
    for (const timeoutSeconds of [0, -1, 601]) expect(issuesOf({ timeoutSeconds })).toHaveLength(1);
    for (const memoryMb of [0, 1.5, 2_000]) expect(issuesOf({ memoryMb })).toHaveLength(1);
  });
});

it("shows the first line of its script that says something", () => {
  expect(code.caption({ source: "\n// Adds up.\n  const total = 1;\nreturn total;" })).toBe("const total = 1;");
  expect(code.caption({ source: "" })).toBe("");
});
