import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";
import path from "node:path";

export type FolderClaim = { readonly release: () => Promise<void> };

/**
 * Makes sure that one process uses a data folder. The claim is a listening socket in the kernel's abstract
 * namespace: it ends with the process, however that ends, so no stale lock is ever met.
 * Throws a sentence when another process holds it.
 */
export async function claimFolder(folder: string): Promise<FolderClaim> {
  const digest = createHash("sha256").update(folder).digest("hex").slice(0, 32);
  const server = createServer((socket) => socket.destroy());
  const name = process.platform === "linux" ? `\0heddle-${digest}` : path.join("/tmp", `heddle-${digest}.sock`);
  server.listen(name);
  try {
    await once(server, "listening");
  } catch (cause) {
    throw new Error(
      `Another Heddle is already running on ${folder}. Stop it first, or set HEDDLE_DATA_DIR and PORT to start a second one.`,
      { cause },
    );
  }
  server.unref();
  return {
    release: async () => {
      server.ref();
      server.close();
      await once(server, "close");
    },
  };
}
