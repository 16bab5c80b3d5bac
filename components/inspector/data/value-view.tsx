"use client";
import { useMemo, useState } from "react";
import { type Path, pathSource } from "#components/fields/path-source.ts";
import { Segmented } from "#components/fields/segmented.tsx";
import { cn } from "#components/ui/cn.ts";
import { CopyButton } from "#components/ui/copy-button.tsx";
import type { Json } from "#core/json/json.ts";
import { DataTree } from "./data-tree.tsx";
import { JsonView } from "./json-view.tsx";
import { tableOf } from "./table-of.ts";
import { TableView } from "./table-view.tsx";
import { childrenOf, treeNode } from "./tree-node.ts";

export const valueViews = [
  { value: "schema", label: "Schema" },
  { value: "table", label: "Table" },
  { value: "json", label: "JSON" },
] as const;
export type ValueViewName = (typeof valueViews)[number]["value"];

type Props = {
  readonly value: Json;
  readonly label: string;
  /** The path under which formulas read it; empty where they cannot. */
  readonly path?: Path;
  readonly className?: string;
};

const nowhere: Path = [];

/** One value in three ways: fields with their types, a table, JSON text. A list of objects starts as a table. */
export function ValueView({ value, label, path = nowhere, className }: Props) {
  const [chosen, setChosen] = useState<ValueViewName | null>(null);
  const isPlain = typeof value !== "object" || value === null;
  const view = isPlain ? "json" : (chosen ?? (tableOf(value)?.isRecords ? "table" : "schema"));
  return (
    <section aria-label={label} className={cn("flex min-h-0 flex-col", className)}>
      <div className="flex items-center gap-2 px-3 pb-1.5">
        {!isPlain && (
          <Segmented size="sm" label={`How ${label} is shown`} value={view} options={valueViews} onChange={setChosen} />
        )}
        <span className="min-w-0 truncate text-xs text-faint">{countOf(value)}</span>
        <span className="ml-auto">
          <CopyButton text={JSON.stringify(value, null, 2)} label={`Copy ${label.toLowerCase()} as JSON`} />
        </span>
      </div>
      <ValueBody view={view} value={value} path={path} label={label} />
    </section>
  );
}

export function ValueBody({
  view,
  value,
  path,
  label,
}: {
  view: ValueViewName;
  value: Json;
  path: Path;
  label: string;
}) {
  const root = useMemo(
    () => treeNode({ path: path.length === 0 ? ["value"] : path, name: "value", value }),
    [value, path],
  );
  const roots = useMemo(() => childrenOf(root).map((node) => ({ node })), [root]);
  if (typeof value === "string" && view === "json") return <LongText text={value} label={label} />;
  switch (view) {
    case "json":
      return <JsonView value={value} path={path} label={`${label} as JSON`} className="min-h-0 flex-1 border-t" />;
    case "table":
      return <TableView value={value} path={path} label={`${label} as a table`} className="min-h-0 flex-1 border-t" />;
    case "schema":
      return roots.length === 0 ? (
        <p className="border-t p-4 text-center text-sm text-muted">It is empty.</p>
      ) : (
        <DataTree
          key={pathSource(path)}
          roots={roots}
          label={label}
          open={roots.length === 1 && roots[0] ? [roots[0].node.id] : []}
          className="min-h-0 flex-1 border-t"
        />
      );
  }
}

/** Letters of a text that are drawn at once. */
const lettersMax = 100_000;

function LongText({ text, label }: { text: string; label: string }) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? text : text.slice(0, lettersMax);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable with the keyboard
    <section aria-label={label} tabIndex={0} className="min-h-0 flex-1 overflow-auto border-t px-3 py-2">
      <pre className="font-mono text-xs leading-5 break-words whitespace-pre-wrap">
        {shown === "" ? <em className="text-faint">empty text</em> : shown}
      </pre>
      {shown.length < text.length && (
        <button
          type="button"
          className="mt-2 text-xs font-medium text-accent hover:underline"
          onClick={() => setWhole(true)}
        >
          Show all {text.length.toLocaleString("en")} letters
        </button>
      )}
    </section>
  );
}

function countOf(value: Json): string {
  if (Array.isArray(value)) return value.length === 1 ? "1 item" : `${value.length.toLocaleString("en")} items`;
  if (typeof value === "string") return `Text, ${value.length.toLocaleString("en")} letters`;
  return "";
}
