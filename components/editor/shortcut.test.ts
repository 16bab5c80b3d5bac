import { describe, expect, it } from "vitest";
import { matchesShortcut } from "./shortcut.ts";

const press = (key: string, more: Partial<Parameters<typeof matchesShortcut>[1]> = {}) => ({
  key,
  code: `Key${key.toUpperCase()}`,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...more,
});

describe("shortcuts", () => {
  it("take Ctrl and Command as Mod", () => {
    expect(matchesShortcut("Mod+Z", press("z", { ctrlKey: true }))).toBe(true);
    expect(matchesShortcut("Mod+Z", press("z", { metaKey: true }))).toBe(true);
    expect(matchesShortcut("Mod+Z", press("z"))).toBe(false);
  });

  it("tell a letter with Shift from one without", () => {
    expect(matchesShortcut("Mod+Z", press("Z", { ctrlKey: true, shiftKey: true }))).toBe(false);
    expect(matchesShortcut("Mod+Shift+Z", press("Z", { ctrlKey: true, shiftKey: true }))).toBe(true);
    expect(matchesShortcut("D", press("D", { shiftKey: true }))).toBe(false);
  });

  it("take a sign however it is typed", () => {
    expect(matchesShortcut("?", press("?", { shiftKey: true, code: "Slash" }))).toBe(true);
    expect(matchesShortcut("Mod++", press("+", { ctrlKey: true, shiftKey: true, code: "Equal" }))).toBe(true);
  });

  it("go by the physical key with Alt, which types other signs on a Mac", () => {
    expect(matchesShortcut("Alt+A", press("å", { altKey: true, code: "KeyA" }))).toBe(true);
  });
});
