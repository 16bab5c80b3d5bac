import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { blocksOf, NoteMarkdown } from "./note-markdown.tsx";

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

  it.each([
    ["*soft*", "<em>soft</em>"],
    ["_soft_", "<em>soft</em>"],
    ["**loud** and *soft*", "<strong>loud</strong> and <em>soft</em>"],
    ["2 * 3 * 4", ">2 * 3 * 4<"],
  ])("draws %s", (text, drawn) => {
    expect(renderToStaticMarkup(createElement(NoteMarkdown, { text }))).toContain(drawn);
  });
});
