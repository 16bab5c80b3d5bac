import { EditorState } from "@codemirror/state";
import { expect, test } from "vitest";
import { oneLine } from "./one-line.ts";

function after(insert: string, userEvent: string): string {
  const state = EditorState.create({ doc: "ab", extensions: [oneLine] });
  return state.update({ changes: { from: 1, to: 1, insert }, userEvent }).state.doc.toString();
}

test("Enter adds no line", () => {
  expect(after("\n", "input.type")).toBe("ab");
});

test("lines that are pasted become one, joined by blanks", () => {
  expect(after("x\n  y\r\nz", "input.paste")).toBe("ax y zb");
});

test("what has no line end is left alone", () => {
  expect(after("xy", "input.type")).toBe("axyb");
});
