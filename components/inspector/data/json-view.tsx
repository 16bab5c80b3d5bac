"use client";
import { useMemo } from "react";
import type { Path } from "#components/fields/path-source.ts";
import { cn } from "#components/ui/cn.ts";
import type { Json } from "#core/json/json.ts";
import { jsonLines } from "./json-lines.ts";
import { pickProps, usePick } from "./pick.tsx";
import { VirtualRows } from "./virtual-rows.tsx";

const colors = {
  text: "text-cat-list",
  number: "text-cat-text",
  bool: "text-cat-flow",
  null: "text-cat-flow",
  bracket: "text-faint",
} as const;

/** Letters of one line that are drawn; a text of a megabyte is no line to read. */
const lettersMax = 2_000;

/** A value as JSON text, coloured, each line to be picked. */
export function JsonView({
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
  const lines = useMemo(() => jsonLines(value, path), [value, path]);
  return (
    <VirtualRows
      label={label}
      count={lines.length}
      rowHeight={20}
      className={cn("py-2 font-mono text-xs leading-5", className)}
      draw={(at) => {
        const line = lines[at];
        if (!line) return null;
        return (
          <div
            {...pickProps(pick, line.source)}
            className={cn("px-3 whitespace-pre", pick && line.source && "cursor-grab hover:bg-hover")}
            style={{ paddingLeft: 12 + line.depth * 14 }}
          >
            {line.key !== null && (
              <>
                <span className="text-ink">{line.key}</span>
                <span className="text-faint">: </span>
              </>
            )}
            <span className={colors[line.kind]}>{line.text.slice(0, lettersMax)}</span>
            {line.comma && <span className="text-faint">,</span>}
          </div>
        );
      }}
    />
  );
}
