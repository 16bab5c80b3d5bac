import { type Path, pathSource } from "#components/fields/path-source.ts";
import type { Json } from "#core/json/json.ts";

/** One line of a value written as JSON, with the formula that reads what stands on it. */
export type JsonLine = {
  readonly depth: number;
  /** `"name": ` as JSON writes it; null for list items and the outermost value. */
  readonly key: string | null;
  /** The value, or its opening or closing bracket. */
  readonly text: string;
  readonly kind: "text" | "number" | "bool" | "null" | "bracket";
  readonly comma: boolean;
  /** Null on closing brackets. */
  readonly source: string | null;
};

/** A value as indented JSON, line by line, as `JSON.stringify(value, null, 2)` breaks it. */
export function jsonLines(value: Json, path: Path): readonly JsonLine[] {
  const lines: JsonLine[] = [];
  write({ value, path, depth: 0, key: null, comma: false }, lines);
  return lines;
}

type Spot = { value: Json; path: Path; depth: number; key: string | null; comma: boolean };

function write({ value, path, depth, key, comma }: Spot, lines: JsonLine[]): void {
  const source = path.length === 0 ? null : pathSource(path);
  if (typeof value !== "object" || value === null) {
    lines.push({ depth, key, text: JSON.stringify(value), kind: kindOf(value), comma, source });
    return;
  }
  const isList = Array.isArray(value);
  const inner: readonly [string | number, Json][] = isList
    ? (value as readonly Json[]).map((each, at) => [at, each] as const as [number, Json])
    : Object.entries(value);
  const [open, close] = isList ? ["[", "]"] : ["{", "}"];
  if (inner.length === 0) {
    lines.push({ depth, key, text: open + close, kind: "bracket", comma, source });
    return;
  }
  lines.push({ depth, key, text: open, kind: "bracket", comma: false, source });
  inner.forEach(([segment, each], at) => {
    write(
      {
        value: each,
        path: path.length === 0 ? [] : [...path, segment],
        depth: depth + 1,
        key: isList ? null : JSON.stringify(segment),
        comma: at < inner.length - 1,
      },
      lines,
    );
  });
  lines.push({ depth, key: null, text: close, kind: "bracket", comma, source: null });
}

function kindOf(value: string | number | boolean | null): JsonLine["kind"] {
  if (value === null) return "null";
  return typeof value === "string" ? "text" : typeof value === "number" ? "number" : "bool";
}
