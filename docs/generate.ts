import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { functionDocs } from "#core/expression/functions.ts";
import { nodeDefinitions } from "#core/nodes/registry.ts";
import { formulasPage } from "./formulas-page.ts";
import { nodeIndexPage, nodePage } from "./node-page.ts";
import { settingsPage } from "./settings-page.ts";

/**
 * Writes docs/nodes, docs/formulas.md and docs/settings.md from the definitions that the product runs on.
 * `node docs/generate.ts` writes; with `--check` it writes nothing and fails when a page is out of date.
 */
const root = import.meta.dirname;
const isCheck = process.argv.includes("--check");

const pages: ReadonlyMap<string, string> = new Map([
  ["nodes/README.md", nodeIndexPage(nodeDefinitions)],
  ...nodeDefinitions.map((definition) => [`nodes/${definition.type}.md`, nodePage(definition)] as const),
  ["formulas.md", formulasPage(functionDocs)],
  ["settings.md", settingsPage()],
]);

const stale = [...pages].filter(([path, text]) => currentText(path) !== text).map(([path]) => path);
const surplus = filesIn("nodes").filter((path) => !pages.has(path));

if (!isCheck) {
  for (const path of stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), pages.get(path) ?? "");
  }
  for (const path of surplus) rmSync(join(root, path));
  console.log(`${pages.size} pages, ${stale.length} written, ${surplus.length} removed.`);
} else if (stale.length + surplus.length > 0) {
  console.error(`Out of date: ${[...stale, ...surplus].join(", ")}. Run \`npm run docs\` and commit the pages.`);
  process.exitCode = 1;
} else {
  console.log(`${pages.size} pages are up to date.`);
}

function currentText(path: string): string | null {
  try {
    return readFileSync(join(root, path), "utf8");
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown && thrown.code === "ENOENT") return null;
    throw thrown;
  }
}

function filesIn(folder: string): readonly string[] {
  return currentText(`${folder}/README.md`) === null
    ? []
    : readdirSync(join(root, folder)).map((name) => `${folder}/${name}`);
}
