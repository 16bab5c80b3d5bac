import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Command } from "./jailed-process.ts";

/** Of the JavaScript heap of a process: it parses an order and makes an answer of it, nothing else. */
const heapMb = 64;
/** Deep enough that QuickJS nearly always finds its own limit first. */
const stackKb = 3_000;

/** Runs a program file of the jail with Node: it may read its own code and QuickJS, and nothing else in the world. */
export function jailCommand(prefix: readonly string[], program: string): Command {
  const args = [
    "--permission",
    ...readableBy(program).map((file) => `--allow-fs-read=${file}`),
    // Following one would mean looking at folders around the packages.
    "--preserve-symlinks",
    `--max-old-space-size=${heapMb}`,
    `--stack-size=${stackKb}`,
    "--disallow-code-generation-from-strings",
    program,
  ];
  const [first, ...rest] = [...prefix, process.execPath, ...args];
  return [first ?? process.execPath, ...rest];
}

const packages = [
  "quickjs-emscripten-core",
  "@jitl/quickjs-ng-wasmfile-release-sync",
  "@jitl/quickjs-ffi-types",
] as const;

function readableBy(program: string): readonly string[] {
  const modules = ["run-script.ts", "script-order.ts", "script-realm.ts"].map((file) =>
    path.join(import.meta.dirname, file),
  );
  const ours = path.join(import.meta.dirname, "../../package.json");
  return [program, ...modules, ours, ...packages.flatMap(foldersOf)];
}

/** Where Node looks for an installed package, each with a slash at its end: all that is in it. */
function foldersOf(name: string): readonly string[] {
  const entry = fileURLToPath(import.meta.resolve(name));
  const inside = path.join("node_modules", name);
  const installed = entry.slice(0, entry.lastIndexOf(inside) + "node_modules".length);
  // A package that asks for another one is answered from beside itself first.
  return [installed, path.join(installed, "node_modules")].map((folder) => path.join(folder, name, "/"));
}
