import { type Path, pathSource } from "#components/fields/path-source.ts";
import { type DataKind, kindOfJson, kindWords, previewOf } from "#components/fields/shape-words.ts";
import type { Json } from "#core/json/json.ts";
import type { Shape } from "#core/json/shape.ts";

/** One line of the data tree: a value, or the place where one will be. */
export type TreeNode = {
  /** The path as a formula; also its identity. */
  readonly id: string;
  readonly name: string;
  readonly path: Path;
  readonly kind: DataKind;
  /** The sample in a few words; "" where there is none. */
  readonly preview: string;
  /** Only known from the shape, and it may be missing. */
  readonly isOptional: boolean;
  readonly shape: Shape | undefined;
  readonly value: Json | undefined;
};

/** Lists show this many items; more are only counted. A tree is for finding names, not for reading data. */
const itemsShownMax = 20;

type Given = { path: Path; name: string; shape?: Shape | undefined; value?: Json | undefined; isOptional?: boolean };

/** A line for a value, a shape, or both: the value decides what it is, the shape fills in what it lacks. */
export function treeNode({ path, name, shape, value, isOptional = false }: Given): TreeNode {
  const kind =
    value === undefined || (value === null && shape && shape.kind !== "any") ? kindOfShape(shape) : kindOfJson(value);
  return {
    id: pathSource(path),
    name,
    path,
    kind,
    preview: value === undefined ? "" : previewOf(value),
    isOptional: isOptional && value === undefined,
    shape,
    value,
  };
}

/** What is inside: fields by name, list items by position. Without a sample a list shows one item of its shape. */
export function childrenOf(node: TreeNode): readonly TreeNode[] {
  if (Array.isArray(node.value)) {
    const of = node.shape?.kind === "list" ? node.shape.of : undefined;
    return (node.value as readonly Json[])
      .slice(0, itemsShownMax)
      .map((value, at) => treeNode({ path: [...node.path, at], name: String(at), shape: of, value }));
  }
  if (typeof node.value === "object" && node.value !== null) return fieldNodes(node);
  if (node.shape?.kind === "list" && node.shape.of.kind !== "any") {
    return [treeNode({ path: [...node.path, 0], name: "0", shape: node.shape.of })];
  }
  return node.shape?.kind === "object" ? fieldNodes(node) : [];
}

export function hasChildren(node: TreeNode): boolean {
  if (Array.isArray(node.value)) return node.value.length > 0;
  if (typeof node.value === "object" && node.value !== null) {
    return (
      Object.keys(node.value).length > 0 || (node.shape?.kind === "object" && Object.keys(node.shape.fields).length > 0)
    );
  }
  return childrenOf(node).length > 0;
}

/** How many items of a list the tree leaves out. */
export function hiddenItems(node: TreeNode): number {
  return Array.isArray(node.value) ? Math.max(0, node.value.length - itemsShownMax) : 0;
}

export function kindWordOf(node: TreeNode): string {
  return kindWords[node.kind];
}

export type TreeRow = { readonly node: TreeNode; readonly depth: number; readonly isOpen: boolean };

/** The lines that are visible when these are open, top down. */
export function visibleRows(roots: readonly TreeNode[], open: ReadonlySet<string>): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const add = (node: TreeNode, depth: number) => {
    const isOpen = open.has(node.id) && hasChildren(node);
    rows.push({ node, depth, isOpen });
    if (isOpen) for (const child of childrenOf(node)) add(child, depth + 1);
  };
  for (const root of roots) add(root, 0);
  return rows;
}

function fieldNodes({ value, shape, path }: TreeNode): readonly TreeNode[] {
  const values =
    typeof value === "object" && value !== null && !Array.isArray(value) ? new Map(Object.entries(value)) : new Map();
  const shapes = shape?.kind === "object" ? new Map(Object.entries(shape.fields)) : new Map<string, Shape>();
  const optional = shape?.kind === "object" ? (shape.optional ?? []) : [];
  const names = [...new Set([...values.keys(), ...shapes.keys()])];
  return names.map((name) =>
    treeNode({
      path: [...path, name],
      name,
      shape: shapes.get(name),
      value: values.get(name) as Json | undefined,
      isOptional: optional.includes(name),
    }),
  );
}

function kindOfShape(shape: Shape | undefined): DataKind {
  if (shape?.kind === "object" && "$file" in shape.fields) return "file";
  return shape?.kind ?? "any";
}
