import { readdir } from "node:fs/promises";
import path from "node:path";

/**
 * `node bench/run.ts hooks` runs one benchmark, without a name all of them, one after another. A benchmark is a file
 * beside this one that exports `bench`; each of its cases is one line of JSON with the units in the names.
 */
type Bench = { readonly bench: () => Promise<readonly Record<string, unknown>[]> };

const asked = process.argv.slice(2);
const folder = import.meta.dirname;
const all = (await readdir(folder)).filter((file) => file.endsWith(".ts") && file !== "run.ts").sort();
const wanted = asked.length > 0 ? asked.map((name) => `${name}.ts`) : all;

for (const file of wanted) {
  if (!all.includes(file)) {
    process.stderr.write(`There is no benchmark ${file}. There are: ${all.join(", ")}\n`);
    process.exitCode = 1;
    continue;
  }
  const { bench }: Bench = await import(path.join(folder, file));
  for (const line of await bench()) process.stdout.write(`${JSON.stringify(line)}\n`);
}
