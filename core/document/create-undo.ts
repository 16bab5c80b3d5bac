import * as Y from "yjs";
import { type CommandMark, commandMark } from "./apply-command.ts";
import { type DocumentParts, documentParts } from "./layout.ts";
import type { ChangedType } from "./part-cache.ts";
import { rememberLost } from "./remember-lost.ts";
import { isEndOf, isTouchedByOthers } from "./touched-by-others.ts";

/**
 * What one person did, undone and redone one labelled command at a time. States: each stack item is one command, or a
 * run of commands of one group (typing in a field) without a longer pause.
 *
 * What others changed since is never taken away: a value that somebody else set later stays, and a node that somebody
 * else worked on or connected since it was added stays too.
 */
export type Undo = {
  /** Takes the newest command back; answers its label, or null when there is none. */
  readonly undo: () => string | null;
  readonly redo: () => string | null;
  /** What undo would take back, such as "Move 3 steps"; null when there is nothing. */
  readonly undoLabel: () => string | null;
  readonly redoLabel: () => string | null;
  readonly subscribe: (listener: () => void) => () => void;
  readonly destroy: () => void;
};

/** Pauses longer than this end a run of typing as one thing to undo. */
const groupMsMax = 500;

/** @param origin what `applyCommand` was given for this person's commands; others' origins are others' work. */
export function createUndo(doc: Y.Doc, origin: unknown): Undo {
  const parts = documentParts(doc);
  const lost = rememberLost(doc);
  const listeners = new Set<() => void>();
  let mark: CommandMark = unmarked;
  let created: readonly string[] = [];
  let lastGroup: string | null = null;
  /** The stack as it was when a step back began: yjs drops items that have no effect any more and takes the next. */
  let taking: { readonly items: readonly StackItem[]; readonly left: () => number } | null = null;

  const isKept = (item: Y.Item): boolean => {
    const current = taking?.items[taking.left()];
    return current !== undefined && keptOf(parts, current).some((id) => belongsTo(parts, item, id));
  };
  const manager = new Y.UndoManager([parts.meta, parts.nodes, parts.edges, parts.notes, parts.settings], {
    trackedOrigins: new Set([origin]),
    captureTimeout: 0,
    captureTransaction: (transaction) => {
      if (transaction.origin !== origin && transaction.origin !== manager) return true;
      created = createdIn(parts, transaction);
      if (transaction.origin === manager) return true;
      mark = (transaction.meta.get(commandMark) as CommandMark | undefined) ?? unmarked;
      manager.captureTimeout = mark.group !== null && mark.group === lastGroup ? groupMsMax : 0;
      lastGroup = mark.group;
      return true;
    },
    deleteFilter: (item) => !isKept(item),
  });
  const changed = () => {
    for (const listener of [...listeners]) listener();
  };
  manager.on("stack-item-added", ({ stackItem, origin: by }) => {
    stackItem.meta.set("created", created);
    if (by === origin) stackItem.meta.set("label", mark.label);
    changed();
  });

  const step = (direction: "undo" | "redo"): string | null => {
    const from = () => (direction === "undo" ? manager.undoStack : manager.redoStack);
    const to = () => (direction === "undo" ? manager.redoStack : manager.undoStack);
    while (isWhollyKept(parts, from().at(-1))) from().pop();
    const there = new Set(parts.nodes.keys());
    const depth = to().length;
    taking = { items: [...from()], left: () => from().length };
    const done = manager[direction]();
    taking = null;
    lastGroup = null;
    const label = done ? labelOf(done) : null;
    // Yjs makes the opposite item anew, without the label.
    if (label !== null && to().length > depth) to().at(-1)?.meta.set("label", label);
    lost.restore([...parts.nodes.keys()].filter((id) => !there.has(id)));
    changed();
    return label;
  };
  return {
    undo: () => step("undo"),
    redo: () => step("redo"),
    undoLabel: () => labelOrNull(manager.undoStack.at(-1)),
    redoLabel: () => labelOrNull(manager.redoStack.at(-1)),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    destroy: () => {
      lost.destroy();
      manager.destroy();
      listeners.clear();
    },
  };
}

const unmarked: CommandMark = { label: "Change", group: null };

type StackItem = Y.UndoManager["undoStack"][number];

function labelOf(item: StackItem): string {
  return String(item.meta.get("label") ?? unmarked.label);
}

function labelOrNull(item: StackItem | undefined): string | null {
  return item ? labelOf(item) : null;
}

/** Nodes and notes that a transaction made. */
function createdIn({ nodes, notes }: DocumentParts, transaction: Y.Transaction): readonly string[] {
  return [nodes, notes].flatMap((root) => {
    const keys = transaction.changed.get(root as ChangedType) ?? new Set();
    return [...keys].filter((key): key is string => key !== null && root.has(key));
  });
}

/** What a stack item made and somebody else has worked on since. */
function keptOf(parts: DocumentParts, item: StackItem): readonly string[] {
  const created = (item.meta.get("created") ?? []) as readonly string[];
  return created.filter((id) => isTouchedByOthers(parts, id));
}

function isWhollyKept(parts: DocumentParts, item: StackItem | undefined): boolean {
  const created = (item?.meta.get("created") ?? []) as readonly string[];
  return item !== undefined && created.length > 0 && keptOf(parts, item).length === created.length;
}

/** True for what a kept node or note is made of, and for its edges. */
function belongsTo(parts: DocumentParts, item: Y.Item, id: string): boolean {
  for (let at: Y.Item | null = item; at; at = (at.parent as ChangedType)._item) {
    if (at.parent === parts.edges) return isEndOf(at.parentSub ?? "", id);
    if (at.parent === parts.nodes || at.parent === parts.notes) return at.parentSub === id;
  }
  return false;
}
