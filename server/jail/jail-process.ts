import { readFileSync, readSync, writeSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runScript } from "./run-script.ts";
import type { ScriptOrder } from "./script-order.ts";

/*
 * The program of a jailed process: reads scripts from its standard input, runs them one after the other, and writes how
 * they went to its standard output. A frame is its length in four bytes and then so many bytes; an empty one says that
 * the process is ready. It reads without an event loop, and ends when the server is gone.
 */

const wasmUrl = import.meta.resolve("@jitl/quickjs-ng-wasmfile-release-sync/wasm");
const module = new WebAssembly.Module(readFileSync(fileURLToPath(wasmUrl)));
const warm: ScriptOrder = {
  source: "return input",
  names: ["input"],
  timeoutMs: 1_000,
  memoryBytes: 1024 * 1024,
  answerBytes: 100,
  consoleLines: 1,
  consoleChars: 1,
  lineChars: 1,
};
// The first script pays for the code being compiled: 11 ms instead of 2.
await runScript(module, warm, "[1]");
writeFrame(Buffer.alloc(0));

for (;;) {
  const order = JSON.parse(readFrame().toString()) as ScriptOrder;
  const { text, isSpent, isFull } = await runScript(module, order, readFrame().toString());
  writeFrame(Buffer.from(`{"isLast":${isSpent},"isFull":${isFull},"report":${text}}`));
  if (isSpent) process.exit(0);
}

function readFrame(): Buffer {
  return readBytes(readBytes(4).readUInt32BE());
}

function readBytes(length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  for (let at = 0; at < length; ) {
    const read = readSync(0, bytes, at, length - at, null);
    if (read === 0) process.exit(0);
    at += read;
  }
  return bytes;
}

function writeFrame(body: Buffer): void {
  const frame = Buffer.allocUnsafe(4 + body.length);
  frame.writeUInt32BE(body.length);
  body.copy(frame, 4);
  for (let at = 0; at < frame.length; ) at += writeSync(1, frame, at);
}
