"use client";
import { GripVertical, Trash2 } from "lucide-react";
import { type DragEvent, type KeyboardEvent, type ReactNode, useId } from "react";
import { cn } from "#components/ui/cn.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { FieldSpec } from "../field-spec.ts";
import { isFieldVisible, withDefaults } from "../field-spec.ts";
import { useFieldSurroundings } from "../field-surroundings.tsx";
import type { FieldProps } from "./control.ts";
import { TextControl } from "./text-control.tsx";

type Props = {
  readonly spec: FieldSpec;
  readonly path: string;
  readonly at: number;
  readonly name: string;
  readonly value: JsonObject;
  readonly onChange: (value: JsonObject) => void;
  readonly onRemove: () => void;
  readonly onMove: (to: number) => void;
  readonly onDragStart: () => void;
  readonly onDragOver: (isBelow: boolean) => void;
  readonly onDrop: () => void;
  readonly onDragEnd: () => void;
  readonly dropEdge: "above" | "below" | null;
  readonly isDragging: boolean;
  readonly isAnyDragging: boolean;
  readonly drawField: (props: FieldProps) => ReactNode;
};

/** One row as a card: its first plain text is the head, the other fields stand below it. */
export function Row({ spec, path, at, name, value, onChange, onRemove, drawField, ...order }: Props) {
  const { isReadOnly, problems } = useFieldSurroundings();
  const config = withDefaults(spec.row, value);
  const visible = spec.row.filter((each) => isFieldVisible(each, config));
  const head = visible[0]?.meta.control === "text" && visible[0].meta.mode === "fixed" ? visible[0] : undefined;
  const rest = head ? visible.slice(1) : visible;
  const set = (field: string, next: Json) => onChange({ ...value, [field]: next });
  const context = `${name} ${at + 1}`;
  const headId = useId();
  const headProblem = head && problems.find((problem) => problem.field === `${path}.${head.name}`);
  const drawRest = (each: FieldSpec) =>
    drawField({
      spec: each,
      path: `${path}.${each.name}`,
      raw: config[each.name],
      context,
      isTitleHidden: rest.length === 1,
      onChange: (next) => set(each.name, next),
    });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its own layout
    <div
      role="group"
      aria-label={context}
      data-row={at}
      {...(order.isAnyDragging && dropHandlers(order))}
      className={cn(
        "relative rounded-lg border bg-sunken/60 transition-opacity",
        order.isDragging && "opacity-40",
        order.dropEdge === "above" && "before:absolute before:inset-x-0 before:-top-1.5 before:h-0.5 before:bg-accent",
        order.dropEdge === "below" && "after:absolute after:inset-x-0 after:-bottom-1.5 after:h-0.5 after:bg-accent",
      )}
    >
      <div className="flex items-center gap-1 py-1.5 pr-1 pl-0.5">
        {!isReadOnly && <RowHandle at={at} context={context} order={order} />}
        {head ? (
          <div data-field={`${path}.${head.name}`} className="min-w-0 flex-1">
            <TextControl
              spec={head}
              path={`${path}.${head.name}`}
              id={headId}
              label={`${context}: ${head.meta.title}`}
              raw={config[head.name]}
              onChange={(next) => set(head.name, next)}
              isInvalid={headProblem?.severity === "error"}
            />
          </div>
        ) : (
          <span className="flex-1 pl-1 text-xs font-medium text-muted">{context}</span>
        )}
        {!isReadOnly && (
          <IconButton size="sm" label={`Remove ${context.toLowerCase()}`} onClick={onRemove} className="text-faint">
            <Trash2 />
          </IconButton>
        )}
      </div>
      {headProblem && <p className="px-7 pb-1 text-xs text-failed">{headProblem.message}</p>}
      {rest.length > 0 && <div className="flex flex-col gap-2 border-t px-2.5 pt-1 pb-2.5">{rest.map(drawRest)}</div>}
    </div>
  );
}

type Order = Pick<Props, "onMove" | "onDragStart" | "onDragOver" | "onDrop" | "onDragEnd">;

/** Dragged with the pointer, moved with the up and down arrows. */
function RowHandle({ at, context, order }: { at: number; context: string; order: Order }) {
  return (
    <button
      type="button"
      draggable
      aria-label={`${context}: press the up or down arrow to move it`}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("application/x-heddle-row", String(at));
        order.onDragStart();
      }}
      onDragEnd={order.onDragEnd}
      onKeyDown={(event) => moveByKey(event, (by) => order.onMove(at + by))}
      className="grid h-7 w-5 cursor-grab place-items-center rounded-sm text-faint hover:text-ink active:cursor-grabbing"
    >
      <GripVertical aria-hidden className="size-3.5" />
    </button>
  );
}

function dropHandlers(order: Order) {
  return {
    onDragOver: (event: DragEvent) => overRow(event, order.onDragOver),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      order.onDrop();
    },
  };
}

function overRow(event: DragEvent, onDragOver: (isBelow: boolean) => void): void {
  event.preventDefault();
  const { top, height } = event.currentTarget.getBoundingClientRect();
  onDragOver(event.clientY > top + height / 2);
}

function moveByKey(event: KeyboardEvent, move: (by: number) => void): void {
  if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
  event.preventDefault();
  event.stopPropagation();
  move(event.key === "ArrowUp" ? -1 : 1);
}
