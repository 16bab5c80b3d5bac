import * as Y from "yjs";

/** My own edits, undone and redone one labelled step at a time; what others changed since is left alone. */
export type UndoHistory = {
  /** Starts a new step named `label`, unless `mergeKey` equals the last one's and little time has passed. */
  readonly begin: (label: string, mergeKey: string | null) => void;
  /** Takes the newest step back and answers its label, or null when there is none. */
  readonly undo: () => string | null;
  readonly redo: () => string | null;
  readonly canUndo: () => boolean;
  readonly canRedo: () => boolean;
  readonly subscribe: (changed: () => void) => () => void;
  readonly destroy: () => void;
};

/** Pauses longer than this end a run of typing as one undo step. */
const mergeMsMax = 1_000;

/** @param origin transactions with this origin are mine and can be undone. */
export function createUndoHistory(doc: Y.Doc, origin: object): UndoHistory {
  const scope = ["nodes", "edges", "notes", "meta"].map((name) => doc.getMap(name));
  const manager = new Y.UndoManager(scope, { trackedOrigins: new Set([origin]), captureTimeout: mergeMsMax });
  let label = "";
  let lastKey: string | null = null;
  manager.on("stack-item-added", ({ stackItem, type, origin: by }) => {
    if (type === "undo" && by !== manager) stackItem.meta.set("label", label);
  });
  const move = (stack: "undo" | "redo") => {
    const top = (stack === "undo" ? manager.undoStack : manager.redoStack).at(-1);
    if (!top) return null;
    const name = String(top.meta.get("label") ?? "edit");
    if (stack === "undo") manager.undo();
    else manager.redo();
    // Yjs makes the opposite item anew, without the label.
    (stack === "undo" ? manager.redoStack : manager.undoStack).at(-1)?.meta.set("label", name);
    lastKey = null;
    return name;
  };
  return {
    begin: (next, mergeKey) => {
      if (mergeKey === null || mergeKey !== lastKey) manager.stopCapturing();
      label = next;
      lastKey = mergeKey;
    },
    undo: () => move("undo"),
    redo: () => move("redo"),
    canUndo: () => manager.canUndo(),
    canRedo: () => manager.canRedo(),
    subscribe: (changed) => {
      manager.on("stack-item-added", changed);
      manager.on("stack-item-popped", changed);
      return () => {
        manager.off("stack-item-added", changed);
        manager.off("stack-item-popped", changed);
      };
    },
    destroy: () => manager.destroy(),
  };
}
