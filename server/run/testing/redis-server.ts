import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "#db/embedded/postmaster.ts";
import { findRedis } from "../../../checks/redis.ts";
import { until } from "./until.ts";

export type RedisServer = {
  readonly url: string;
  /** SIGKILL; what it held is gone. */
  readonly kill: () => Promise<void>;
  /** Again on the same port, empty. */
  readonly start: () => Promise<void>;
  /** Forgets everything while it runs. */
  readonly empty: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** A Valkey or Redis of the test's own, which keeps nothing on disk. */
export async function redisServer(): Promise<RedisServer> {
  const binary = findRedis();
  const folder = await mkdtemp(path.join(tmpdir(), "heddle-redis-"));
  const port = await freePort();
  const words = ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--save", "", "--appendonly", "no"];
  let child: ChildProcess | null = null;
  // Whoever ends by an error leaves no server behind.
  const leave = () => child?.kill("SIGKILL");
  process.once("exit", leave);
  const start = async () => {
    child = spawn(binary, words, { stdio: "ignore" });
    await until("Redis answers", async () => ((await say(port, "PING")) === "+PONG" ? true : null));
  };
  const kill = async () => {
    const dying = child;
    child = null;
    if (!dying || dying.exitCode !== null || dying.signalCode !== null) return;
    const gone = once(dying, "exit");
    dying.kill("SIGKILL");
    await gone;
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    kill,
    empty: async () => {
      const answer = await say(port, "FLUSHALL");
      if (answer !== "+OK") throw new Error(`Redis was not emptied: ${answer}`);
    },
    stop: async () => {
      process.off("exit", leave);
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** One command and the first line of its answer; null while nobody listens. */
async function say(port: number, command: string): Promise<string | null> {
  const socket = connect(port, "127.0.0.1");
  socket.write(`${command}\r\n`);
  try {
    const [answer] = (await once(socket, "data")) as [Buffer];
    return answer.toString().split("\r\n")[0] ?? null;
  } catch {
    return null;
  } finally {
    socket.destroy();
  }
}
