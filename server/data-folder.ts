import { mkdir, stat } from "node:fs/promises";
import path from "node:path";

/** Makes sure that the data folder is there. Throws a sentence when it cannot be made or is something else. */
export async function makeDataFolder(dataDir: string): Promise<void> {
  try {
    await makeFolder(dataDir);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOTDIR") throw notAFolder(dataDir, cause);
    throw new Error(
      `The data folder ${dataDir} cannot be made. Check the rights of the folder above it, or set HEDDLE_DATA_DIR to another one.`,
      { cause },
    );
  }
  if (!(await stat(dataDir)).isDirectory()) throw notAFolder(dataDir);
}

function notAFolder(dataDir: string, cause?: unknown): Error {
  return new Error(`${dataDir} is not a folder and cannot hold the data. Set HEDDLE_DATA_DIR to a folder.`, { cause });
}

/**
 * Folder by folder, not `recursive: true`: where the system answers ENOENT although the folder above is there, as
 * below /proc, Node tries the same again without end.
 */
async function makeFolder(folder: string, isAboveThere = false): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return;
    if (code !== "ENOENT" || isAboveThere) throw error;
    await makeFolder(path.dirname(folder));
    await makeFolder(folder, true);
  }
}
