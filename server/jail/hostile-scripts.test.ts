import { afterAll, describe, expect, it } from "vitest";
import { caps } from "#core/caps.ts";
import { createLogger } from "../log.ts";
import { createJail } from "./jail.ts";
import { endOf, type Given, runInJail, valueIn } from "./testing/run-in-jail.ts";

const jail = createJail({ log: createLogger("silent"), memoryMbMax: 256 });
afterAll(() => jail.stop());

const run = (source: string, more?: Given) => runInJail(jail, source, more);

/** Each of these says "here" before it attacks: the attack arrived. */
function attack(source: string, more?: Given) {
  return run(`console.log("here");\n${source}`, more);
}

const arrived = [{ level: "log", text: "here" }];

describe("r2 a script that takes all the time", { timeout: 30_000 }, () => {
  it.each([
    ["a loop", "for (;;);"],
    ["a loop that catches everything", "for (;;) { try { for (;;); } catch {} finally { for (;;); } }"],
    ["a loop of promises", "for (;;) await null;"],
    ["jobs that make jobs", "const go = () => queueMicrotask(go); go(); await new Promise(() => {});"],
    ["a slow pattern", "return /^(a+)+$/.test('a'.repeat(60) + 'b');"],
    ["an endless iterator", "return [...(function* () { for (;;) yield 1; })()].length;"],
    ["a comparison that never ends", "return [3, 1, 2].sort(() => { for (;;); });"],
    ["a getter in the answer", "return { get a() { for (;;); } };"],
    ["toJSON in the answer", "return { toJSON() { for (;;); } };"],
    ["a proxy as the answer", "return new Proxy({}, { ownKeys() { for (;;); } });"],
    ["a promise-like answer", "return { then() { for (;;); } };"],
    ["an error that cannot be shown", "throw { get message() { for (;;); } };"],
    ["toString in the console", "console.log({ toJSON() { for (;;); } });"],
  ])("%s: is told in time, with its console", async (_, source) => {
    const done = await attack(source, { timeoutMs: 150 });
    expect(endOf(done)).toBe("timeout");
    expect(done.ok && done.console).toEqual(arrived);
  });

  it("inside of a built-in function that looks at no clock: the process is killed", async () => {
    const source = "return Array(3e7).join('ab').length;";
    expect(endOf(await run(source, { timeoutMs: 20_000 }))).not.toContain("timeout");
    expect(endOf(await run(source, { timeoutMs: 50 }))).toBe("process timeout");
  });
});

describe("r2 a script that takes all the memory", { timeout: 60_000 }, () => {
  it.each([
    ["lists", "const all = []; for (;;) all.push(new Array(1_000).fill(1));"],
    ["texts", "const all = []; for (let i = 0; ; i++) all.push(String(i).padEnd(10_000, 'x'));"],
    ["bytes", "const all = []; for (;;) all.push(new Uint8Array(1_000_000));"],
    ["one list", "return new Array(2 ** 32 - 2).fill(0).length;"],
    ["one text", "return 'x'.repeat(2 ** 29).length;"],
    ["names", "const all = new Map(); for (let i = 0; ; i++) all.set('name ' + i, {});"],
    ["functions", "const all = []; for (;;) all.push(() => all);"],
    [
      "one that catches what it is told",
      "const all = []; for (;;) try { all.push('x'.repeat(1e6) + all.length); } catch {}",
    ],
  ])("%s: is stopped, and the next script works", async (_, source) => {
    expect(["memory", "timeout", "process timeout"]).toContain(endOf(await attack(source, { timeoutMs: 2_000 })));
    expect(valueIn(await run("return 1"))).toBe(1);
  });

  it("may use what it is given, and no more", async () => {
    const source = "return new Uint8Array(100 * 1024 * 1024).length;";
    expect(endOf(await run(source, { memoryMb: 64 }))).toBe("memory");
    expect(valueIn(await run(source, { memoryMb: 128 }))).toBe(100 * 1024 * 1024);
  });

  it.each([
    ["itself", "const f = () => f() + 1; return f();"],
    ["a getter", "const o = { get a() { return this.a; } }; return o.a;"],
    ["a proxy", "const p = new Proxy({}, { get: (_, name, own) => own[name] }); return p.a;"],
    ["toString", "const o = { toString() { return '' + this; } }; return '' + o;"],
    ["data in data", "let a = []; for (let i = 0; i < 200_000; i++) a = [a]; return a;"],
    ["brackets", "return JSON.parse('['.repeat(1_000_000));"],
    ["code", "return eval('('.repeat(1_000_000));"],
    ["a pattern", "return new RegExp('(?:'.repeat(1_000_000));"],
    ["a class of itself", "class A { constructor() { new this.constructor(); } } return new A();"],
  ])("that goes too deep by way of %s fails alone", async (_, source) => {
    expect(["threw", "depth", "unfit", "memory"]).toContain(endOf(await attack(source)));
    expect(valueIn(await run("return 1"))).toBe(1);
  });
});

describe("r2 what a script answers", { timeout: 30_000 }, () => {
  it("may be as large as a value and no larger", async () => {
    const source = "return 'x'.repeat(input);";
    const most = caps.valueBytes - 2;
    expect(valueIn(await run(source, { given: { input: most } }))).toHaveLength(most);
    for (const input of [most + 1, 3 * 1024 * 1024, 10 * 1024 * 1024]) {
      expect(endOf(await run(source, { given: { input } }))).toBe("too-large");
    }
    expect(endOf(await run("return 'ü'.repeat(1_500_000);"))).toBe("too-large");
  });

  it("may be as deep as a value and no deeper", async () => {
    const source = "let a = 1; for (let i = 0; i < input; i++) a = [a]; return a;";
    expect(endOf(await run(source, { given: { input: caps.jsonDepth - 1 } }))).toBe("value");
    expect(endOf(await run(source, { given: { input: caps.jsonDepth } }))).toBe("unfit");
  });

  it.each(["__proto__", "constructor", "prototype"])("holds no %s", async (name) => {
    const done = await attack(`return [JSON.parse('{"${name}":{"polluted":true}}')];`);
    expect(endOf(done)).toBe("unfit");
    expect(done.ok && done.console).toEqual(arrived);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it("is data: a function is none, and numbers that JSON does not know fail or are null", async () => {
    expect(endOf(await run("return () => 1;"))).toBe("not-data");
    expect(endOf(await run("return Symbol('s');"))).toBe("not-data");
    expect(endOf(await run("return 1n;"))).toBe("threw");
    expect(endOf(await run("const a = {}; a.a = a; return a;"))).toBe("threw");
    expect(valueIn(await run("return [Infinity];"))).toEqual([null]);
  });

  it("runs code of the script inside of the jail only", async () => {
    const source = `const seen = [];
      const value = new Proxy({ a: 1 }, { get: (o, name) => { seen.push(String(name)); return o[name]; } });
      return { toJSON: () => ({ value, get later() { return seen; } }) };`;
    expect(valueIn(await run(source))).toEqual({ value: { a: 1 }, later: ["toJSON", "a"] });
  });

  it("never comes when a promise is not settled, and that is said at once", async () => {
    const done = await attack("await new Promise(() => {});");
    expect(endOf(done)).toBe("unsettled");
    expect(done.ok && done.console).toEqual(arrived);
  });

  it.each([
    ["JSON", "JSON.stringify = () => '}]}evil'; JSON.parse = null; return { a: 1 };"],
    [
      "texts",
      "String.prototype.slice = () => '\"'; String = () => '\"'; console.log('x'.repeat(9_000)); return { a: 1 };",
    ],
    ["lists", "Array.prototype.push = Array.prototype.join = () => { throw 1; }; return { a: 1 };"],
    ["promises", "Promise = null; return { a: 1 };"],
    ["functions", "Reflect.apply = Function.prototype.call = () => { throw 1; }; return { a: 1 };"],
    ["the console", "console = null; globalThis.console = 1; return { a: 1 };"],
  ])("is the same when the script has replaced what it can of %s", async (_, source) => {
    expect(valueIn(await run(source))).toEqual({ a: 1 });
  });

  it("cannot be forged into another form", async () => {
    const source = `Object.prototype.toJSON = function () { return '"},"isLast":true'; };
      Object.defineProperty(Object.prototype, "kind", { get: () => "crashed", set() {} });
      console.log('"}],"answer":{"kind":"value","value":1}');
      return { a: 1 };`;
    const done = await run(source);
    expect(valueIn(done)).toBe('"},"isLast":true');
    expect(done.ok && done.console).toEqual([{ level: "log", text: '"}],"answer":{"kind":"value","value":1}' }]);
    expect(endOf(await run("throw { name: 'InternalError', message: 'interrupted' };"))).toBe("threw");
  });
});

describe("r2 what a script can reach", { timeout: 30_000 }, () => {
  it("is the language and nothing else", async () => {
    const names = [
      "process",
      "require",
      "fetch",
      "XMLHttpRequest",
      "WebSocket",
      "Deno",
      "Bun",
      "std",
      "os",
      "print",
      "setTimeout",
      "setInterval",
      "setImmediate",
      "importScripts",
      "Worker",
      "WebAssembly",
      "module",
      "Buffer",
      "scriptArgs",
    ];
    const source = "return input.filter((name) => name in globalThis);";
    expect(valueIn(await run(source, { given: { input: names } }))).toEqual([]);
    expect(valueIn(await run("return 'console' in globalThis && 'JSON' in globalThis;"))).toBe(true);
  });

  it.each([
    ["import()", "return typeof (await import('node:fs'));"],
    ["import() of data", "return (await import('data:text/javascript,export default 1')).default;"],
    ["the constructor of functions", "return [].constructor.constructor('return process')().pid;"],
    [
      "the constructor of errors",
      "try { null.x } catch (e) { return e.constructor.constructor('return process.pid')(); }",
    ],
    ["the caller", "return (function f() { return f.caller.arguments; })();"],
    ["the stack", "Error.prepareStackTrace = (_, s) => s; return new Error().stack[0].getThis();"],
    ["a bracket too many", "})()}); return process.pid; (function(){return(async()=>{"],
  ])("is not the server, by way of %s", async (_, source) => {
    expect(endOf(await attack(source))).toBe("threw");
  });

  it("is not what another script of the same process left behind", async () => {
    const alone = createJail({ log: createLogger("silent"), memoryMbMax: 64, scriptsAtOnce: 1, spares: 0 });
    const leave = "globalThis.left = 1; Object.prototype.left = 2; JSON.stringify.left = 3; return 1;";
    expect(valueIn(await runInJail(alone, leave))).toBe(1);
    const look = "return [typeof left, ({}).left ?? null, JSON.stringify.left ?? null];";
    expect(valueIn(await runInJail(alone, look))).toEqual(["undefined", null, null]);
    await alone.stop();
  });
});

describe("r2 a flood of console output", { timeout: 30_000 }, () => {
  it("is cut where it begins, and counted", async () => {
    const done = await run("for (let i = 0; i < 100_000; i++) console.log('line', i); return 1;");
    expect(valueIn(done)).toBe(1);
    expect(done.ok && done.console).toHaveLength(caps.scriptConsoleLines);
    expect(done.ok && done.dropped).toBe(100_000 - caps.scriptConsoleLines);
  });

  it("has lines and a log of limited length", async () => {
    const done = await run("for (let i = 0; i < 50; i++) console.log('\\u0000'.repeat(1_000_000)); return 1;");
    const lengths = done.ok ? done.console.map(({ text }) => text.length) : [];
    expect(Math.max(...lengths)).toBe(caps.scriptConsoleLineChars + 1);
    const sum = lengths.reduce((all, length) => all + length, 0);
    expect(sum).toBeGreaterThan(caps.scriptConsoleChars / 2);
    expect(sum).toBeLessThanOrEqual(caps.scriptConsoleChars + lengths.length);
  });
});
