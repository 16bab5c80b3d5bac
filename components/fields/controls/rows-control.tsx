"use client";
import { Plus } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { isJsonObject, type Json, type JsonObject } from "#core/json/json.ts";
import { emptyRow } from "../field-spec.ts";
import { useFieldSurroundings } from "../field-surroundings.tsx";
import { moved, replaced, without } from "../row-order.ts";
import type { ControlProps } from "./control.ts";
import { Row } from "./row.tsx";

/** A table of rows: added below, taken out, and put in order by dragging or with the arrow keys on the handle. */
export function RowsControl({ spec, path, id, raw, onChange, label, drawField }: ControlProps) {
  const { isReadOnly } = useFieldSurroundings();
  const rows = Array.isArray(raw) ? (raw as readonly Json[]) : [];
  const keys = useRowKeys(rows.length);
  const host = useRef<HTMLDivElement>(null);
  const [spoken, setSpoken] = useState("");
  const name = spec.meta.rowName ?? "row";
  const change = (next: readonly Json[]) => onChange([...next]);

  const move = (from: number, to: number) => {
    if (to < 0 || to >= rows.length || to === from) return;
    keys.move(from, to);
    change(moved(rows, from, to));
    setSpoken(`${capital(name)} ${from + 1} is now number ${to + 1}.`);
  };
  const drag = useRowDrag(move);
  const add = () => {
    change([...rows, emptyRow(spec.row)]);
    // The new row's first field takes the focus once it is drawn.
    requestAnimationFrame(() => {
      const last = host.current?.querySelector(`[data-row="${rows.length}"]`);
      last?.querySelector<HTMLElement>("input, [contenteditable=true], textarea")?.focus();
    });
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its own layout
    <div ref={host} id={id} role="group" aria-label={label} className="flex flex-col gap-2">
      {rows.map((row, at) => (
        <Row
          key={keys.list[at]}
          spec={spec}
          path={`${path}.${at}`}
          at={at}
          name={capital(name)}
          value={isJsonObject(row) ? row : ({} as JsonObject)}
          onChange={(next) => change(replaced(rows, at, next))}
          onRemove={() => {
            keys.remove(at);
            change(without(rows, at));
            setSpoken(`${capital(name)} ${at + 1} is removed.`);
          }}
          onMove={(to) => move(at, to)}
          {...drag.of(at)}
          drawField={drawField}
        />
      ))}
      {!isReadOnly && (
        <Button size="sm" variant="ghost" className="self-start border-dashed border-line-strong" onClick={add}>
          <Plus aria-hidden /> Add {name}
        </Button>
      )}
      <span aria-live="polite" className="sr-only">
        {spoken}
      </span>
    </div>
  );
}

/** Which row is being dragged, and where it would land. */
function useRowDrag(move: (from: number, to: number) => void) {
  const [dragged, setDragged] = useState<{ from: number; to: number } | null>(null);
  const over = (at: number, isBelow: boolean) =>
    setDragged((now) => now && { ...now, to: isBelow ? (at >= now.from ? at : at + 1) : at > now.from ? at - 1 : at });
  return {
    of: (at: number) => ({
      dropEdge: edgeAt(dragged, at),
      isDragging: dragged?.from === at,
      isAnyDragging: dragged !== null,
      onDragStart: () => setDragged({ from: at, to: at }),
      onDragOver: (isBelow: boolean) => over(at, isBelow),
      onDragEnd: () => setDragged(null),
      onDrop: () => {
        if (dragged) move(dragged.from, dragged.to);
        setDragged(null);
      },
    }),
  };
}

function edgeAt(dragged: { from: number; to: number } | null, at: number): "above" | "below" | null {
  if (!dragged || dragged.to !== at || dragged.from === at) return null;
  return dragged.to < dragged.from ? "above" : "below";
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Rows have no ids of their own: these follow them through moves, so that a caret stays in its row. */
function useRowKeys(count: number) {
  const next = useRef(0);
  const list = useRef<number[]>([]);
  while (list.current.length < count) list.current.push(next.current++);
  list.current.length = count;
  return {
    list: list.current,
    move: (from: number, to: number) => {
      list.current = [...moved(list.current, from, to)];
    },
    remove: (at: number) => {
      list.current = [...without(list.current, at)];
    },
  };
}
