import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFileSync, readSync, writeFileSync, writeSync } from "node:fs";
import { connect } from "node:net";
import { Worker } from "node:worker_threads";

/*
 * A jailed process that was taken over: it gets ready as it should, and does with each script what the name in it says.
 * What it finds out it answers in the right form.
 */

const token = randomBytes(8).toString("hex");

const deeds: Readonly<Record<string, (word: string) => unknown>> = {
  who: () => answer(token),
  hang: () => {
    for (;;);
  },
  exit: () => process.exit(0),
  crash: () => process.abort(),
  garbage: () => writeAll(randomBytes(100_000)),
  flood: () => {
    for (const piece = Buffer.alloc(64 * 1024); ; ) writeAll(piece);
  },
  "endless-frame": () => {
    writeAll(Buffer.from([0, 16, 0, 0]));
    for (const piece = Buffer.alloc(1024); ; ) writeAll(piece);
  },
  "huge-frame": () => writeAll(Buffer.from([0xff, 0xff, 0xff, 0xff])),
  "3mb": () => answer("x".repeat(3 * 1024 * 1024)),
  twice: () => {
    answer("first");
    answer("second");
  },
  later: () => {
    answer("first");
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    answer("unasked");
  },
  deep: () => writeFrame(`{"isLast":false,"report":${"[".repeat(500_000)}`),
  "deep-value": () => writeFrame(report(`${"[".repeat(100_000)}${"]".repeat(100_000)}`)),
  polluting: () => writeFrame(report('{"a":{"__proto__":{"polluted":true}}}')),
  "polluting-head": () => writeFrame('{"__proto__":{"isLast":false,"report":{"polluted":true}}}'),
  "not-an-object": () => writeFrame("[]"),
  "odd-console": () =>
    writeFrame('{"isLast":false,"report":{"dropped":0,"console":[{"level":"x","text":1}],"answer":{}}}'),
  "odd-line": () =>
    writeFrame(
      '{"isLast":false,"report":{"dropped":0,"console":[],"answer":{"kind":"threw","name":1,"message":{},"stack":[]}}}',
    ),
  eat: () => {
    const eaten: Buffer[] = [];
    while (eaten.length < 32) eaten.push(Buffer.alloc(32 * 1024 * 1024, 1));
    answer("ate 1 GB");
  },
  reach: async (word) => answer(await reach(Number(word))),
};

writeFrame("");
for (;;) {
  const { source } = JSON.parse(readFrame()) as { source: string };
  const [deed = "", word = ""] = source.replaceAll(/[;0]*\/\/ /g, "").split(" ");
  readFrame();
  await deeds[deed]?.(word);
}

/** Tries what a process of a server could do; answers what worked. */
async function reach(port: number): Promise<Readonly<Record<string, boolean>>> {
  const works = async (deed: () => unknown) => {
    try {
      await deed();
      return true;
    } catch {
      return false;
    }
  };
  return {
    "read a file": await works(() => readFileSync("/etc/hostname")),
    "write a file": await works(() => writeFileSync("/tmp/heddle-jail-was-here", "x")),
    "start a program": await works(() => once(spawn("/bin/true"), "exit")),
    "start a thread": await works(() => once(new Worker("0", { eval: true }), "exit")),
    "signal the server": await works(() => process.kill(process.ppid === 0 ? -1 : process.ppid, 0)),
    "reach the network": await works(() => once(connect(port, "127.0.0.1"), "connect")),
    "make code of text": await works(() => Function("return 1")()),
    "see settings": Object.keys(process.env).length > 0,
  };
}

function answer(value: unknown): void {
  writeFrame(report(JSON.stringify(value)));
}

function report(value: string): string {
  return `{"isLast":false,"report":{"dropped":0,"console":[],"answer":{"kind":"value","value":${value}}}}`;
}

function readFrame(): string {
  return readBytes(readBytes(4).readUInt32BE()).toString();
}

function readBytes(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; ) {
    const read = readSync(0, bytes, at, length - at, null);
    if (read === 0) process.exit(0);
    at += read;
  }
  return bytes;
}

function writeFrame(body: string): void {
  const bytes = Buffer.from(body);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(bytes.length);
  writeAll(Buffer.concat([head, bytes]));
}

function writeAll(bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at);
}
