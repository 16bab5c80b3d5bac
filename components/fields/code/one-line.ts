import { EditorState } from "@codemirror/state";

/** Keeps a text on one line: Enter does nothing, and line ends that are pasted become blanks. */
export const oneLine = EditorState.transactionFilter.of((transaction) => {
  if (!transaction.docChanged || transaction.newDoc.lines === 1) return transaction;
  if (transaction.isUserEvent("input") && !transaction.isUserEvent("input.paste") && addsOnlyLineEnd(transaction))
    return [];
  const changes: { from: number; to: number; insert: string }[] = [];
  transaction.changes.iterChanges((from, to, _fromNow, _toNow, inserted) => {
    changes.push({ from, to, insert: inserted.toString().replace(/\s*\n\s*/g, " ") });
  });
  const end = changes.at(-1);
  return [{ changes, selection: end && { anchor: end.from + end.insert.length }, userEvent: "input.paste" }];
});

function addsOnlyLineEnd(transaction: {
  changes: { iterChanges: (each: (...args: LineArgs) => void) => void };
}): boolean {
  let only = true;
  transaction.changes.iterChanges((_from, _to, _fromNow, _toNow, inserted) => {
    if (inserted.toString().trim() !== "") only = false;
  });
  return only;
}

type LineArgs = [number, number, number, number, { toString: () => string }];
