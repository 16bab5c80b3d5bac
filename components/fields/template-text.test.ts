import { expect, test } from "vitest";
import type { Json } from "#core/json/json.ts";
import {
  chipsIn,
  chipText,
  clipboardOf,
  editorTextOf,
  editorTextOfClipboard,
  rawOfEditorText,
  smallestChange,
} from "./template-text.ts";

const samples: readonly Json[] = [
  "plain",
  "",
  "{{ not a formula }}",
  { $template: ["Dear ", { $expr: "input.name" }, ","] },
  { $template: [{ $expr: "steps.a.b" }, { $expr: "item" }] },
];

test("a template survives the way into the editor and back", () => {
  for (const raw of samples) expect(rawOfEditorText(editorTextOf(raw))).toEqual(raw);
});

test("braces in a text are text: only marks make a formula", () => {
  expect(rawOfEditorText("{{ steps.a }}")).toBe("{{ steps.a }}");
});

test("marks that arrive from outside are dropped", () => {
  expect(rawOfEditorText(editorTextOfClipboard("a\uE000b"))).toBe("ab");
  expect(rawOfEditorText("a\uE000b")).toBe("ab");
});

test("copied formulas read as braces and come back as formulas when pasted", () => {
  const text = `Hello ${chipText("input.name")}!`;
  expect(clipboardOf(text)).toBe("Hello {{ input.name }}!");
  expect(editorTextOfClipboard(clipboardOf(text))).toBe(text);
});

test("chips know where they stand", () => {
  const text = `ab${chipText("x")}c${chipText("y.z")}`;
  expect(chipsIn(text).map((chip) => [text.slice(chip.from, chip.to), chip.source])).toEqual([
    [chipText("x"), "x"],
    [chipText("y.z"), "y.z"],
  ]);
});

test("the smallest change touches nothing but what differs", () => {
  expect(smallestChange("hello world", "hello big world")).toEqual({ from: 6, to: 6, insert: "big " });
  expect(smallestChange("same", "same")).toBeNull();
  expect(smallestChange("aaa", "aa")).toEqual({ from: 2, to: 3, insert: "" });
});
