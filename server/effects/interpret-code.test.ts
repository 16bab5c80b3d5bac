import { afterAll, describe, expect, it } from "vitest";
import { caps } from "#core/caps.ts";
import type { CodeRequest, CodeResult } from "#core/effects/code.ts";
import { createJail } from "../jail/jail.ts";
import { createLogger } from "../log.ts";
import { type CodeDeps, interpretCode } from "./interpret-code.ts";

const jail = createJail({ log: createLogger("silent"), memoryMbMax: 128 });
afterAll(() => jail.stop());

const deps: CodeDeps = {
  runScript: (script, signal) => jail.run("w_1", script, signal),
  limits: { timeoutMsMax: 10_000, memoryMbMax: 128 },
};

function settle(source: string, more: Partial<CodeRequest> = {}, signal?: AbortSignal) {
  const request = { source, input: null, values: [], timeoutMs: 10_000, memoryMb: 64, ...more };
  return interpretCode(request, signal, deps);
}

/** `code: message` of a failure. */
async function failureOf(source: string, more?: Partial<CodeRequest>): Promise<string> {
  const settled = await settle(source, more);
  return settled.ok ? "none" : `${settled.failure.code}: ${settled.failure.message}`;
}

describe("a script", { timeout: 30_000 }, () => {
  it("settles with its value, its console and its time", async () => {
    const source = "console.warn('few', rate); return input.map((x) => x * rate);";
    const settled = await settle(source, { input: [1, 2], values: [{ name: "rate", value: 3 }] });
    expect(settled).toEqual({
      ok: true,
      value: { value: [3, 6], console: [{ level: "warn", text: "few 3" }], ms: expect.any(Number) },
    });
  });

  it("that fails says in which line, and keeps its console", async () => {
    const settled = await settle("console.log('here');\n\nreturn input.total;");
    expect(settled).toMatchObject({
      ok: false,
      failure: {
        code: "script",
        message: expect.stringMatching(/^Line 3: TypeError: .*total/),
        retryable: false,
        details: { line: 3, console: [{ level: "log", text: "here" }] },
      },
    });
    expect(await failureOf("throw new Error('Too few lines.');")).toBe("script: Line 1: Too few lines.");
    expect(await failureOf("throw 'plain';")).toBe("script: plain");
    expect(await failureOf("const a = 1;\nreturn a a;")).toMatch(/^script: Line 2: SyntaxError: /);
  });

  it("that takes too long, too much or gives too much is told what to do", async () => {
    expect(await failureOf("for (;;);", { timeoutMs: 50 })).toBe(
      "timeout: The script took longer than 0.05 seconds. Look for a loop that does not end, do less at a time, or raise the time limit of the step.",
    );
    expect(await failureOf("return new Uint8Array(100e6);")).toBe(
      "cap: The script used more than 64 MB. Work on smaller pieces, or raise the memory limit of the step.",
    );
    expect(await failureOf("return 'x'.repeat(3e6);")).toBe(
      "cap: The script returned more than 2 MB. Return less: only what later steps need.",
    );
    expect(await failureOf("console.log('x'); return 'x'.repeat(input);", { input: caps.valueBytes - 20 })).toMatch(
      /^cap: /,
    );
  });

  it("that answers what is no data is told so", async () => {
    expect(await failureOf("return () => 1;")).toMatch(/^script: .*function or a symbol/);
    expect(await failureOf("await new Promise(() => {});")).toMatch(/^script: .*promise that nothing settles/);
    expect(await failureOf("return JSON.parse('{\"__proto__\":1}');")).toMatch(/^script: .*__proto__/);
    expect(await failureOf("const f = () => f() + 1; return f();")).toMatch(/^script: .*(stack|deep)/);
  });

  it("whose console was cut is told how much is missing", async () => {
    const settled = await settle("for (let i = 0; i < 205; i++) console.log(i); return 1;");
    const { console: lines } = settled.ok ? (settled.value as CodeResult) : { console: [] };
    expect(lines.at(-1)).toEqual({ level: "warn", text: "5 more lines were left out." });
  });

  it("cannot ask for more than the operator allows, nor be given more than a script may", async () => {
    expect(await failureOf("return 1;", { timeoutMs: 10_001 })).toMatch(/^config: .*HEDDLE_CODE_MS_MAX/);
    expect(await failureOf("return 1;", { memoryMb: 129 })).toMatch(/^config: .*HEDDLE_CODE_MB_MAX/);
    const large = "x".repeat(caps.valueBytes - 100);
    const values = [1, 2].map((at) => ({ name: `value_${at}`, value: large }));
    expect(await failureOf("return 1;", { values })).toBe("none");
    expect(await failureOf("return 1;", { input: large, values })).toMatch(/^cap: .*given more than 4 MB/);
  });

  it("can be cancelled", async () => {
    const cancel = new AbortController();
    const settled = settle("for (;;);", {}, cancel.signal);
    cancel.abort();
    expect(await settled).toMatchObject({ ok: false, failure: { code: "cancelled" } });
  });
});

it("a process that dies or cannot be had is a failure that may pass", async () => {
  for (const [why, code] of [
    ["ended", "cap"],
    ["broken", "script"],
    ["no-process", "internal"],
    ["timeout", "timeout"],
  ] as const) {
    const runScript: CodeDeps["runScript"] = async () => ({ ok: false, why });
    const request = { source: "return 1;", input: null, values: [], timeoutMs: 1_000, memoryMb: 64 };
    const settled = await interpretCode(request, undefined, { ...deps, runScript });
    expect(settled).toMatchObject({ ok: false, failure: { code, retryable: why !== "broken" } });
  }
});
