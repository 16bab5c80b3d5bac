import variant from "@jitl/quickjs-ng-wasmfile-release-sync";
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSRuntime,
} from "quickjs-emscripten-core";
import type { ScriptOrder } from "./script-order.ts";
import { scriptRealm } from "./script-realm.ts";

const pageBytes = 64 * 1024;
/** What the module itself takes: its own data, its stack, and room to report when a script has used up all of its own. */
const ownBytes = 20 * 1024 * 1024;
/** Of the module's own memory, which has 256 pages from the start. */
const pagesMin = 256;
const stackBytes = 512 * 1024;
/** To read the console of a script whose time is over. */
const reportMs = 100;
/** Jobs of promises between two looks at whether the script is done. */
const jobsAtOnce = 64;

export type Ran = {
  /** JSON text of `{ console, dropped, answer }`. */
  readonly text: string;
  /** This process may hold much memory, or was shaken: it had better end. */
  readonly isSpent: boolean;
  /** It had all the memory that it may have; what went wrong afterwards went wrong for that. */
  readonly isFull: boolean;
};

/**
 * Runs one script in a QuickJS of its own: a new instance with its own memory, whose size WebAssembly itself holds, so
 * nothing of an earlier script is left. The instance takes 1 to 2 ms (the module is compiled once, in 3 ms).
 */
export async function runScript(module: WebAssembly.Module, order: ScriptOrder, given: string): Promise<Ran> {
  const memory = new WebAssembly.Memory({
    initial: pagesMin,
    maximum: Math.max(pagesMin, Math.ceil((order.memoryBytes + ownBytes) / pageBytes)),
  });
  const quickjs = await newQuickJSWASMModuleFromVariant(
    newVariant(variant, { wasmModule: module, wasmMemory: memory }),
  );
  try {
    const runtime = quickjs.newRuntime({ memoryLimitBytes: order.memoryBytes, maxStackSizeBytes: stackBytes });
    const text = inRuntime(runtime, order, given);
    const bytes = memory.buffer.byteLength;
    return { text, isSpent: bytes > 2 * pagesMin * pageBytes, isFull: bytes >= order.memoryBytes };
  } catch (thrown) {
    // The stack of the machine ran out before that of QuickJS: nothing in the instance can be trusted now.
    const kind = thrown instanceof RangeError ? "depth" : "crashed";
    return { text: `{${noLog},"answer":{"kind":"${kind}"}}`, isSpent: true, isFull: false };
  }
}

function inRuntime(runtime: QuickJSRuntime, order: ScriptOrder, given: string): string {
  let deadline = performance.now() + order.timeoutMs;
  runtime.setInterruptHandler(() => performance.now() > deadline);
  const vm = runtime.newContext();
  const realm = openRealm(vm, order);
  const problem = start(vm, realm, order, given) ?? finish(vm, realm, () => performance.now() > deadline);
  deadline = performance.now() + reportMs;
  runtime.setMemoryLimit(-1);
  const log = textFrom(vm, realm, "log") ?? noLog;
  const answer = problem ?? textFrom(vm, realm, "answer") ?? outOfMemory;
  return `{${log},"answer":${Buffer.byteLength(answer) > order.answerBytes ? '{"kind":"too-large"}' : answer}}`;
}

const noLog = '"dropped":0,"console":[]';
const outOfMemory = '{"kind":"memory"}';

function textFrom(vm: QuickJSContext, realm: QuickJSHandle, name: string): string | null {
  const text = vm.callMethod(realm, name);
  return text.error ? null : vm.getString(text.value);
}

function openRealm(vm: QuickJSContext, order: ScriptOrder): QuickJSHandle {
  const make = vm.unwrapResult(vm.evalCode(scriptRealm, "heddle.js"));
  const { answerBytes, consoleLines, consoleChars, lineChars } = order;
  const limits = vm.newObject();
  for (const [name, limit] of Object.entries({ answerBytes, consoleLines, consoleChars, lineChars })) {
    vm.setProp(limits, name, vm.newNumber(limit));
  }
  return vm.unwrapResult(vm.callFunction(make, vm.undefined, limits));
}

/** Runs the script up to its first `await`; answers why it went no further, as JSON, or null. */
function start(vm: QuickJSContext, realm: QuickJSHandle, order: ScriptOrder, given: string): string | null {
  // The script begins on the second line; what it declares itself hides a constant of the same name.
  const wrapped = `(function(${order.names.join(",")}){"use strict";return(async()=>{\n${order.source}\n})()})`;
  const script = vm.evalCode(wrapped, "script.js");
  if (script.error) return problemOf(vm, script.error);
  const begun = vm.callMethod(realm, "start", [script.value, vm.newString(given)]);
  return begun.error ? problemOf(vm, begun.error) : null;
}

/** Carries on what the script awaits until it is done or nothing is left to do. */
function finish(vm: QuickJSContext, realm: QuickJSHandle, isLate: () => boolean): string | null {
  for (;;) {
    const settled = vm.callMethod(realm, "isSettled");
    if (settled.error) return problemOf(vm, settled.error);
    if (vm.dump(settled.value) === true) return null;
    if (!vm.runtime.hasPendingJob()) return null;
    const done = vm.runtime.executePendingJobs(jobsAtOnce);
    if (done.error) return problemOf(vm, done.error);
    if (isLate()) return '{"kind":"timeout"}';
  }
}

function problemOf(vm: QuickJSContext, error: QuickJSHandle): string {
  const { name, message, stack } = vm.dump(error) as { name?: unknown; message?: unknown; stack?: unknown };
  if (name === "InternalError" && message === "interrupted") return '{"kind":"timeout"}';
  return JSON.stringify({ kind: "threw", name: String(name), message: String(message), stack: String(stack) });
}
