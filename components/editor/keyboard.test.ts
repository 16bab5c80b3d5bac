import { describe, expect, it } from "vitest";
import { isControlKey } from "./keyboard.ts";

const plain = { ctrlKey: false, metaKey: false, altKey: false };

describe("keys on a button, a tab or a list", () => {
  it("stay with it when they are what it is worked with", () => {
    for (const key of ["Enter", " ", "ArrowDown", "Tab"]) expect(isControlKey({ ...plain, key })).toBe(true);
  });

  it("are the editor's with Ctrl, Command or Alt", () => {
    expect(isControlKey({ ...plain, key: "Enter", ctrlKey: true })).toBe(false);
    expect(isControlKey({ ...plain, key: "Enter", metaKey: true })).toBe(false);
    expect(isControlKey({ ...plain, key: "ArrowRight", altKey: true })).toBe(false);
  });

  it("are the editor's when a control has no use for them", () => {
    expect(isControlKey({ ...plain, key: "d" })).toBe(false);
    expect(isControlKey({ ...plain, key: "Delete" })).toBe(false);
  });
});
