"use client";
import { ChevronRight } from "lucide-react";
import { type KeyboardEvent, type ReactNode, type RefObject, useMemo, useRef, useState } from "react";
import { cn } from "#components/ui/cn.ts";
import { KindMark } from "./kind-mark.tsx";
import { pickProps, usePick } from "./pick.tsx";
import { hasChildren, hiddenItems, kindWordOf, type TreeNode, type TreeRow, visibleRows } from "./tree-node.ts";
import { VirtualRows, type VirtualRowsHandle } from "./virtual-rows.tsx";

export type TreeRoot = {
  readonly node: TreeNode;
  /** In front of the name: the step's icon. */
  readonly icon?: ReactNode;
  /** Behind the name: where the sample came from. */
  readonly note?: string;
  /** It heads a part of the tree, as a step or the input does. */
  readonly isSection?: boolean;
};

type Props = {
  readonly roots: readonly TreeRoot[];
  readonly label: string;
  /** Open at first. */
  readonly open: readonly string[];
  readonly className?: string;
};

const rowHeight = 26;

/** Values as a tree. Arrow keys move and open, Enter picks; a click picks and a drag carries the value to a field. */
export function DataTree({ roots, label, open: initiallyOpen, className }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const tree = useTree({ roots, initiallyOpen, host });
  const rootById = useMemo(() => new Map(roots.map((root) => [root.node.id, root])), [roots]);
  return (
    <div
      ref={host}
      role="tree"
      aria-label={label}
      tabIndex={-1}
      onKeyDown={tree.onKeyDown}
      className={cn("flex min-h-0 flex-col", className)}
    >
      <VirtualRows
        ref={tree.list}
        count={tree.rows.length}
        rowHeight={rowHeight}
        className="min-h-0 flex-1 px-1.5 py-1"
        draw={(index) => {
          const row = tree.rows[index];
          if (!row) return null;
          return (
            <Line
              row={row}
              at={index}
              root={row.depth === 0 ? rootById.get(row.node.id) : undefined}
              isActive={index === tree.at}
              onToggle={() => tree.toggle(row)}
              onFocus={() => tree.setActive(index)}
            />
          );
        }}
      />
    </div>
  );
}

type TreeArgs = {
  roots: readonly TreeRoot[];
  initiallyOpen: readonly string[];
  host: RefObject<HTMLDivElement | null>;
};

/** Which lines are open and which one has the focus; keys move both. */
function useTree({ roots, initiallyOpen, host }: TreeArgs) {
  const pick = usePick();
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(initiallyOpen));
  const [active, setActive] = useState(0);
  const list = useRef<VirtualRowsHandle>(null);
  const rows = useMemo(
    () =>
      visibleRows(
        roots.map((root) => root.node),
        open,
      ),
    [roots, open],
  );
  const at = Math.min(active, rows.length - 1);

  const toggle = (row: TreeRow, to = !row.isOpen) => {
    if (!hasChildren(row.node)) return;
    const next = new Set(open);
    if (to) next.add(row.node.id);
    else next.delete(row.node.id);
    setOpen(next);
  };
  const goTo = (to: number) => {
    const target = Math.min(Math.max(to, 0), rows.length - 1);
    setActive(target);
    list.current?.reveal(target);
    requestAnimationFrame(() => host.current?.querySelector<HTMLElement>(`[data-at="${target}"]`)?.focus());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[at];
    if (!row || event.metaKey || event.ctrlKey || event.altKey) return;
    const act = keyAction(event.key, { row, at, rows });
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    if (act.kind === "go") goTo(act.to);
    else if (act.kind === "toggle") toggle(row, act.to);
    else if (pick) pick(row.node.id);
    else toggle(row);
  };

  return { rows, at, list, toggle, setActive, onKeyDown };
}

type LineProps = {
  row: TreeRow;
  at: number;
  root: TreeRoot | undefined;
  isActive: boolean;
  onToggle: () => void;
  onFocus: () => void;
};

function Line({ row, at, root, isActive, onToggle, onFocus }: LineProps) {
  const pick = usePick();
  const { node, depth, isOpen } = row;
  const isParent = hasChildren(node);
  const hidden = hiddenItems(node);
  const { onClick, ...drag } = pickProps(pick, node.id);
  return (
    <div
      role="treeitem"
      aria-level={depth + 1}
      aria-expanded={isParent ? isOpen : undefined}
      aria-selected={isActive}
      aria-label={`${node.name}, ${kindWordOf(node)}${node.preview ? `, ${node.preview}` : ""}`}
      data-at={at}
      data-source={node.id}
      tabIndex={isActive ? 0 : -1}
      onFocus={onFocus}
      onClick={onClick ?? onToggle}
      onKeyDown={undefined}
      {...drag}
      title={pick ? `${node.id}\nClick to insert, drag into a field` : node.id}
      className={cn(
        "group/line flex h-full w-full cursor-default items-center gap-1.5 rounded-sm pr-2 outline-none select-none hover:bg-hover focus-visible:bg-hover focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-accent",
        pick && "cursor-grab active:cursor-grabbing",
      )}
      style={{ paddingLeft: depth * 16 }}
    >
      {isParent ? (
        <button
          type="button"
          tabIndex={-1}
          aria-hidden
          onClick={(event) => {
            event.stopPropagation();
            onToggle();
          }}
          className="grid h-full w-5 shrink-0 place-items-center text-faint hover:text-ink"
        >
          <ChevronRight className={cn("size-3.5 transition-transform", isOpen && "rotate-90")} />
        </button>
      ) : (
        <span className="w-5 shrink-0" />
      )}
      {root?.icon ?? <KindMark kind={node.kind} />}
      <span
        className={cn("max-w-[60%] shrink-0 truncate", root?.isSection ? "text-sm font-medium" : "font-mono text-xs")}
      >
        {node.name}
        {node.isOptional && <span className="text-faint">?</span>}
      </span>
      <span className="min-w-0 flex-1 truncate text-xs text-faint">
        {node.preview || (root?.isSection && node.kind === "any" ? "no sample yet" : kindWordOf(node))}
      </span>
      {hidden > 0 && isOpen && <span className="shrink-0 text-xs text-faint">first 20</span>}
      {root?.note && <span className="shrink-0 text-xs text-faint">{root.note}</span>}
    </div>
  );
}

type KeyAction = { kind: "go"; to: number } | { kind: "toggle"; to: boolean } | { kind: "pick" };

function keyAction(
  key: string,
  { row, at, rows }: { row: TreeRow; at: number; rows: readonly TreeRow[] },
): KeyAction | null {
  switch (key) {
    case "ArrowDown":
      return { kind: "go", to: at + 1 };
    case "ArrowUp":
      return { kind: "go", to: at - 1 };
    case "Home":
      return { kind: "go", to: 0 };
    case "End":
      return { kind: "go", to: rows.length - 1 };
    case "ArrowRight":
      return row.isOpen ? { kind: "go", to: at + 1 } : { kind: "toggle", to: true };
    case "ArrowLeft": {
      if (row.isOpen) return { kind: "toggle", to: false };
      const parent = rows.slice(0, at).findLastIndex((each) => each.depth < row.depth);
      return parent < 0 ? null : { kind: "go", to: parent };
    }
    case "Enter":
    case " ":
      return { kind: "pick" };
    default:
      return null;
  }
}
