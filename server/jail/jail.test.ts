import { afterAll, describe, expect, it } from "vitest";
import type { Json } from "#core/json/json.ts";
import { createLogger } from "../log.ts";
import { createJail, type ScriptRun } from "./jail.ts";

const jail = createJail({ log: createLogger("silent"), memoryMbMax: 256 });
afterAll(() => jail.stop());

type More = {
  readonly given?: Readonly<Record<string, Json>>;
  readonly timeoutMs?: number;
  readonly memoryMb?: number;
};

function run(source: string, { given = {}, timeoutMs = 5_000, memoryMb = 64 }: More = {}): Promise<ScriptRun> {
  const names = new Map(Object.entries({ input: null, ...given }));
  return jail.run("w_1", { source, given: names, timeoutMs, memoryBytes: memoryMb * 1024 * 1024 });
}

async function answerOf(source: string, more?: More) {
  const done = await run(source, more);
  return done.ok ? done.answer : done.why;
}

async function returned(source: string, given?: Readonly<Record<string, Json>>) {
  const answer = await answerOf(source, given ? { given } : {});
  if (typeof answer === "string" || answer.kind !== "value") throw new Error(`no value: ${JSON.stringify(answer)}`);
  return answer.value;
}

describe("a script", () => {
  it("gets its input and its constants, and answers what it returns", async () => {
    const given = { input: { lines: [{ price: 2, count: 3 }] }, rate: 0.5 };
    const source = "const total = input.lines[0].price * input.lines[0].count;\nreturn { total, tax: total * rate };";
    expect(await returned(source, given)).toEqual({ total: 6, tax: 3 });
  });

  it("answers null when it returns nothing, and data as JSON has it", async () => {
    expect(await returned("")).toBeNull();
    expect(await returned("return [undefined, NaN, new Date(0), 'é\u{1F600}\\u0000']")).toEqual([
      null,
      null,
      "1970-01-01T00:00:00.000Z",
      "é\u{1F600}\u0000",
    ]);
  });

  it("may await what it brings to an end itself, and may hide a constant with a variable of its own", async () => {
    const source = "const input = 7; const all = await Promise.all([1, 2].map(async (x) => x + input)); return all;";
    expect(await returned(source)).toEqual([8, 9]);
  });

  it("keeps what is written to the console, by level", async () => {
    const done = await run(`console.log("a", { b: 1 }, [2]); console.warn(null); console.error(new TypeError("no"));
      console.info(undefined, 3n, Symbol("s"), () => 1);`);
    expect(done.ok && done.console).toEqual([
      { level: "log", text: 'a {"b":1} [2]' },
      { level: "warn", text: "null" },
      { level: "error", text: "TypeError: no" },
      { level: "info", text: "undefined 3 Symbol(s) () => 1" },
    ]);
  });

  it("that throws tells the line, and keeps what it wrote before", async () => {
    const done = await run('console.log("before");\nconst order = input;\n\nreturn order.total;');
    expect(done.ok && done.answer).toMatchObject({ kind: "threw", name: "TypeError", line: 4 });
    expect(done.ok && done.console).toEqual([{ level: "log", text: "before" }]);
    expect(await answerOf("\nthrow 'plain'")).toMatchObject({ kind: "threw", message: "plain" });
    expect(await answerOf("const f = async () => {\n  throw new Error('late');\n};\nawait f();")).toMatchObject({
      kind: "threw",
      message: "late",
      line: 2,
    });
  });

  it("that cannot be read tells the line", async () => {
    expect(await answerOf("const a = 1;\nreturn a +;")).toMatchObject({ kind: "threw", name: "SyntaxError", line: 2 });
  });
});
