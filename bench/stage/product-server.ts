import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "#db/embedded/postmaster.ts";
import { youngHeap } from "./young-heap.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

export type ProductServer = { readonly url: string; readonly stop: () => Promise<void> };

/** The product as `npm start` runs it, on a data folder of its own; or the one that `HEDDLE_E2E_URL` names. */
export async function productServer(): Promise<ProductServer> {
  const running = process.env.HEDDLE_E2E_URL;
  if (running) return { url: running, stop: async () => undefined };
  const folder = await mkdtemp(path.join(tmpdir(), "heddle-bench-"));
  await chmod(folder, 0o755);
  const port = String(await freePort());
  const child = spawn(process.execPath, [youngHeap, "server/start.ts"], {
    cwd: root,
    env: { ...process.env, PORT: port, HEDDLE_DATA_DIR: folder, HEDDLE_LOG: "error" },
    stdio: "ignore",
  });
  const gone = once(child, "close");
  const url = `http://localhost:${port}`;
  while (!(await isReady(url))) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode} instead of getting ready.`);
    await delay(50);
  }
  return {
    url,
    stop: async () => {
      child.kill("SIGTERM");
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/api/health`).then(
    (response) => response.ok,
    () => false,
  );
}
