import { describe, expect, it } from "vitest";
import { parseXml } from "./xml.ts";

function messageOf(text: string): string {
  const result = parseXml(text);
  return result.ok ? "no error" : result.failure.message;
}

describe("parseXml", () => {
  it("reads text, attributes, repeated elements, CDATA and entities", () => {
    const text = `<?xml version="1.0"?>
      <order id="7"><line sku="a">2 &amp; 3</line><line>x</line><note><![CDATA[<b>]]></note><empty/></order>`;
    expect(parseXml(text)).toEqual({
      ok: true,
      value: { order: { "@id": "7", line: [{ "@sku": "a", "#text": "2 & 3" }, "x"], note: "<b>", empty: "" } },
    });
  });

  it("keeps numbers as the text they are", () => {
    expect(parseXml("<a><b>007</b><c>1.50</c></a>")).toEqual({ ok: true, value: { a: { b: "007", c: "1.50" } } });
  });

  it("makes a list of named elements even when there is one", () => {
    expect(parseXml("<a><line>x</line></a>", new Set(["line"]))).toEqual({ ok: true, value: { a: { line: ["x"] } } });
  });

  it("says line and column of a mistake", () => {
    expect(messageOf("<a>\n <b></c>\n</a>")).toMatch(/^Line 2, column 5: Expected closing tag 'b'/);
    expect(messageOf("hello")).toMatch(/^Line 1, column 1: /);
    expect(messageOf("")).toMatch(/^Line 1, column 1: /);
  });

  it("r19 refuses elements and attributes whose name could reach a prototype", () => {
    for (const text of [
      "<a><__proto__>x</__proto__></a>",
      '<a __proto__="x"/>',
      "<a><constructor>x</constructor></a>",
    ]) {
      expect(messageOf(text)).toMatch(/cannot be read/);
    }
  });

  it("r16 stops entities that grow and nesting past the cap", () => {
    const entities = Array.from({ length: 9 }, (_, at) => `<!ENTITY e${at + 1} "${`&e${at};`.repeat(10)}">`).join("");
    const bomb = `<!DOCTYPE a [<!ENTITY e0 "boom">${entities}]><a>&e9;</a>`;
    expect(JSON.stringify(parseXml(bomb)).length).toBeLessThan(1000);
    expect(messageOf("<a>".repeat(100) + "</a>".repeat(100))).toMatch(/cannot be read/);
  });

  it("reads thousands of plain entities", () => {
    const result = parseXml(`<a>${"&amp;".repeat(5000)}</a>`);
    expect(result).toEqual({ ok: true, value: { a: "&".repeat(5000) } });
  });
});
