import { describe, expect, it } from "vitest";
import { readHtml } from "./html.ts";

const page = `<table class=prices><tr><td class=name>Loom &amp; co<td class=price><a href="/p/1">12.50</a>
  <tr><td class=name>  Yarn
   green <td class=price>n/a</table>`;
const name = { name: "name", selector: "td.name", take: "text", attribute: "", all: false } as const;
const link = { name: "link", selector: "td.price a", take: "attribute", attribute: "href", all: false } as const;

describe("readHtml", () => {
  it("gives one object per element, with null for what is not found", () => {
    expect(readHtml(page, "table.prices tr", [name, link])).toEqual({
      ok: true,
      value: [
        { name: "Loom & co", link: "/p/1" },
        { name: "Yarn green", link: null },
      ],
    });
  });

  it("gives one object for the page, all matches as a list when asked", () => {
    expect(readHtml(page, "", [{ ...name, all: true }])).toEqual({
      ok: true,
      value: { name: ["Loom & co", "Yarn green"] },
    });
    expect(readHtml(page, "", [{ ...link, selector: "a", take: "html" }])).toEqual({
      ok: true,
      value: { link: "12.50" },
    });
  });

  it("never fails on text that is hardly HTML", () => {
    expect(readHtml("<<a <b>&", "", [{ ...name, selector: "" }]).ok).toBe(true);
  });

  it("says which selector is not one", () => {
    const result = readHtml(page, "tr[", [name]);
    expect(!result.ok && result.failure).toMatchObject({
      code: "config",
      message: expect.stringContaining("“tr[” is not a CSS selector"),
    });
  });

  it("r16 refuses endless nesting, and counting among endless siblings", () => {
    const deep = readHtml("<div>".repeat(200_000), "", [{ ...name, selector: "" }]);
    expect(!deep.ok && deep.failure.message).toBe("The HTML is nested more than 500 levels deep. Send less of it.");
    const wide = readHtml("<li>".repeat(50_000), "li:nth-child(2)", [{ ...name, selector: "" }]);
    expect(!wide.ok && wide.failure.code).toBe("cap");
    expect(readHtml("<li>".repeat(50_000), "li", [{ ...name, selector: "" }]).ok).toBe(true);
  });
});
