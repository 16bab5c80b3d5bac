import { describe, expect, it } from "vitest";
import { blocksOf } from "./note-markdown.tsx";

describe("note Markdown", () => {
  it("knows headings, lists and text", () => {
    expect(blocksOf("# Title\nfirst\nsecond\n\n- one\n* two\nend")).toEqual([
      { kind: "heading", level: 1, text: "Title" },
      { kind: "text", text: "first\nsecond" },
      { kind: "list", items: ["one", "two"] },
      { kind: "text", text: "end" },
    ]);
  });

  it("leaves HTML as text", () => {
    expect(blocksOf("<img src=x onerror=alert(1)>")).toEqual([{ kind: "text", text: "<img src=x onerror=alert(1)>" }]);
  });
});
