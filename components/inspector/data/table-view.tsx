"use client";
import { useMemo } from "react";
import { type Path, pathSource } from "#components/fields/path-source.ts";
import { previewOf } from "#components/fields/shape-words.ts";
import { cn } from "#components/ui/cn.ts";
import type { Json } from "#core/json/json.ts";
import { pickProps, usePick } from "./pick.tsx";
import { type DataTable, tableOf } from "./table-of.ts";
import { VirtualRows } from "./virtual-rows.tsx";

/** A list as a table with a column per field; an object as its names and values. */
export function TableView({
  value,
  path,
  label,
  className,
}: {
  value: Json;
  path: Path;
  label: string;
  className?: string;
}) {
  const pick = usePick();
  const table = useMemo(() => tableOf(value), [value]);
  if (!table)
    return <p className="p-4 text-center text-sm text-muted">This value is no list and no object. See it as JSON.</p>;
  const widths = columnWidths(table);
  const columns = { gridTemplateColumns: `${countWidth}px ${widths.map((width) => `${width}px`).join(" ")} 1fr` };
  const sourceOf = (row: number, column: number) => {
    if (path.length === 0) return null;
    if (table.isRecords) return pathSource([...path, row, table.columns[column] ?? ""]);
    return pathSource([...path, Array.isArray(value) ? row : String(table.rows[row]?.[0] ?? "")]);
  };
  return (
    <VirtualRows
      label={label}
      count={table.rows.length}
      rowHeight={28}
      width={countWidth + widths.reduce((sum, width) => sum + width, 0)}
      className={cn("text-xs", className)}
      head={
        <div className="grid h-7 border-b bg-sunken" style={columns}>
          <span className="px-2 leading-7 text-faint">#</span>
          {table.columns.map((name) => (
            <span key={name} className="truncate border-l px-2 leading-7 font-medium" title={name}>
              {name}
            </span>
          ))}
        </div>
      }
      draw={(at) => (
        <div className="grid h-7 border-b hover:bg-hover" style={columns}>
          <span className="px-2 leading-7 text-faint tabular-nums">{at + 1}</span>
          {table.rows[at]?.map((cell, column) => (
            <Cell
              // biome-ignore lint/suspicious/noArrayIndexKey: columns do not move
              key={column}
              cell={cell}
              pickable={pickProps(pick, cell === undefined ? null : sourceOf(at, column))}
            />
          ))}
        </div>
      )}
    />
  );
}

/** Px. */
const countWidth = 48;
const widthMin = 72;
const widthMax = 240;

/** Wide enough for the name and the first rows, in px at about 6.6 px a letter. */
function columnWidths({ columns, rows }: DataTable): readonly number[] {
  const looked = rows.slice(0, 40);
  return columns.map((name, column) => {
    const letters = looked.reduce((most, row) => {
      const cell = row[column];
      return Math.max(most, cell === undefined ? 0 : previewOf(cell, 40).length);
    }, name.length);
    return Math.min(Math.max(Math.round(letters * 6.6) + 20, widthMin), widthMax);
  });
}

function Cell({ cell, pickable }: { cell: Json | undefined; pickable: ReturnType<typeof pickProps> }) {
  const isQuiet = cell === undefined || cell === null;
  return (
    <span
      {...pickable}
      title={cell === undefined ? undefined : previewOf(cell, 500)}
      className={cn(
        "truncate border-l px-2 leading-7",
        typeof cell === "number" && "tabular-nums",
        isQuiet && "text-faint",
        "onClick" in pickable && "cursor-grab",
      )}
    >
      {cell === undefined ? "" : previewOf(cell, 200)}
    </span>
  );
}
