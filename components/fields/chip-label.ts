import { pathOfSource, pathText } from "./path-source.ts";

/** What a chip says: the step or name that it reads, and the way into it. */
export type ChipLabel = { readonly title: string; readonly path: string; readonly formula: boolean };

const scopeTitles: Readonly<Record<string, string>> = {
  trigger: "Trigger",
  input: "Input",
  item: "Item",
  index: "Position",
  vars: "Variable",
  run: "Run",
};

/** `titles` maps a step's key to its title. Anything but a plain path is shown as the formula it is. */
export function chipLabelOf(source: string, titles: ReadonlyMap<string, string>): ChipLabel {
  const path = pathOfSource(source);
  const [root, key] = path ?? [];
  if (!path || typeof root !== "string") return { title: "", path: source.trim() || "empty formula", formula: true };
  if (root === "steps" && typeof key === "string") {
    return { title: titles.get(key) ?? key, path: restText(path.slice(2)), formula: false };
  }
  const title = scopeTitles[root];
  if (!title) return { title: "", path: source.trim(), formula: true };
  return { title, path: restText(path.slice(1)), formula: false };
}

function restText(path: readonly (string | number)[]): string {
  return pathText(path);
}
