import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/**
 * The SQL by which the schema is ahead of the migrations; null when they are in step. Asks drizzle-kit for the next
 * migration, in a copy of the folder.
 */
export async function missingMigration(): Promise<string | null> {
  const copy = await mkdtemp(path.join(tmpdir(), "heddle-migrations-"));
  try {
    const migrations = path.join(root, "db", "migrations");
    await cp(migrations, copy, { recursive: true });
    const kit = path.join(root, "node_modules", "drizzle-kit", "bin.cjs");
    const schema = path.join(root, "db", "schema", "index.ts");
    const flags = ["generate", "--dialect=postgresql", `--schema=${schema}`, `--out=${path.relative(root, copy)}`];
    await run(process.execPath, [kit, ...flags], { cwd: root });
    const [before, after] = await Promise.all([sqlFiles(migrations), sqlFiles(copy)]);
    const fresh = after.find((file) => !before.includes(file));
    return fresh === undefined ? null : await readFile(path.join(copy, fresh), "utf8");
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

async function sqlFiles(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((file) => file.endsWith(".sql"));
}

if (import.meta.main) {
  const missing = await missingMigration();
  process.stdout.write(
    missing ? `The schema is ahead of the migrations; run npm run migrations.\n${missing}\n` : "In step.\n",
  );
  process.exitCode = missing ? 1 : 0;
}
