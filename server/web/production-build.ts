import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { glob, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";

/** What the browser's files are made of; a change in any of it makes the build stale. */
const sources = [
  "{app,components,core,public,server,db}/**/*.{ts,tsx,css,svg}",
  "{next.config.js,postcss.config.mjs,tsconfig.json,package.json,package-lock.json}",
];

type BuildDeps = { readonly dir: string; readonly say: (line: string) => void; readonly signal: AbortSignal };

/**
 * Makes the production build when there is none, or when it is of other sources. The stamp is written last, so a
 * build that was killed half way is made again. Throws with the end of the output when the build fails.
 */
export async function ensureProductionBuild({ dir, say, signal }: BuildDeps): Promise<void> {
  const stamp = path.join(dir, ".next", "heddle-sources");
  const digest = await digestOf(dir);
  const built = await readFile(stamp, "utf8").catch(() => null);
  if (built === digest) return;
  say(
    built === null
      ? "Building the screens (only the first time, about half a minute)."
      : "Building the screens again, because the sources changed.",
  );
  await rm(stamp, { force: true });
  await build({ dir, say, signal });
  await writeFile(stamp, digest);
}

async function digestOf(dir: string): Promise<string> {
  const files: string[] = [];
  for (const pattern of sources) {
    for await (const file of glob(pattern, { cwd: dir })) {
      if (!file.includes(".test.")) files.push(file);
    }
  }
  files.sort();
  const contents = await Promise.all(files.map((file) => readFile(path.join(dir, file))));
  const hash = createHash("sha256");
  for (const [index, file] of files.entries())
    hash.update(`${file}\0${contents[index]?.length}\0`).update(contents[index] ?? "");
  return hash.digest("hex");
}

async function build({ dir, say, signal }: BuildDeps): Promise<void> {
  const startedAtMs = Date.now();
  const child = spawn(process.execPath, [path.join(dir, "node_modules/next/dist/bin/next"), "build"], {
    cwd: dir,
    stdio: ["ignore", "pipe", "pipe"],
    signal,
  });
  let output = "";
  let shown = "";
  const read = (text: string) => {
    output = (output + text).slice(-8_000);
    const step = progressOf(text);
    if (step && step !== shown) {
      shown = step;
      say(`  ${step}`);
    }
  };
  child.stdout.setEncoding("utf8").on("data", read);
  child.stderr.setEncoding("utf8").on("data", read);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`The screens could not be built.\n${output.trim()}`);
  say(`  done in ${((Date.now() - startedAtMs) / 1000).toFixed(1)} s`);
}

/** What Next says it is doing now, in our words; null for all its other lines. */
function progressOf(text: string): string | null {
  if (text.includes("Finalizing page optimization")) return "finishing";
  if (text.includes("Generating static pages")) return "preparing pages";
  if (text.includes("Compiled successfully")) return "compiled";
  if (text.includes("Creating an optimized production build")) return "compiling";
  return null;
}
