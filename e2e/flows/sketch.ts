/** A step as a test thinks of it: its key is also its id, its title the key's words unless said. */
export type StepSketch = {
  readonly type: string;
  readonly title?: string;
  readonly config?: Readonly<Record<string, unknown>>;
  /** Canvas px; left out, steps stand in a row. */
  readonly x?: number;
  readonly y?: number;
  /** Key of the container that holds it. */
  readonly parent?: string;
  readonly disabled?: boolean;
  readonly handling?: Readonly<Record<string, unknown>>;
};

export type Sketch = {
  readonly title?: string;
  readonly steps: Readonly<Record<string, StepSketch>>;
  /** `"a > b"`, or `"a.true > b"` from another port than `out`. */
  readonly edges?: readonly string[];
  /** Of the workflow. */
  readonly settings?: Readonly<Record<string, unknown>>;
};

const columnPx = 320;

/**
 * A workflow file from a few words.
 *
 *     fileOf({ steps: { start: { type: "manual" }, end: { type: "no-op" } }, edges: ["start > end"] })
 */
export function fileOf({ title = "Sketch", steps, edges = [], settings }: Sketch): string {
  const nodes = Object.entries(steps).map(([key, step], at) => ({
    id: idOf(key),
    key,
    title: step.title ?? titleOf(key),
    type: step.type,
    version: 1,
    x: step.x ?? at * columnPx,
    y: step.y ?? 0,
    ...(step.type === "each" && { w: 400, h: 200 }),
    ...(step.parent && { parent: idOf(step.parent) }),
    ...(step.disabled && { disabled: true }),
    config: step.config ?? {},
    ...(step.handling && { handling: step.handling }),
  }));
  const own = settings ? { settings } : {};
  return JSON.stringify({ format: "heddle.workflow", version: 1, title, ...own, nodes, edges: edges.map(edgeOf) });
}

export function idOf(key: string): string {
  return `n_${key.replaceAll("_", "").padEnd(8, "0")}`;
}

function titleOf(key: string): string {
  const words = key.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function edgeOf(text: string): { from: string; to: string } {
  const [from = "", to = ""] = text.split(" > ");
  return { from: endOf(from, "out"), to: endOf(to, "in") };
}

function endOf(text: string, port: string): string {
  const [key = "", named = port] = text.split(".");
  return `${idOf(key)}.${named}`;
}
