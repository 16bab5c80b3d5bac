import { readFileSync } from "node:fs";
import { parse as referenceParse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCsv, parseCsvRows } from "./csv.ts";
import { csvText, tableOf } from "./table.ts";

function messageOf(text: string): string {
  const result = parseCsv(text);
  return result.ok ? "no error" : result.failure.message;
}

describe("parseCsv", () => {
  it("reads quoted commas, doubled quotes, line breaks in quotes and every line ending", () => {
    const text = 'name,note\r\n"Smith, Ann","says ""hi"""\n"a\nb",\rlast,x';
    expect(parseCsv(text)).toEqual({
      ok: true,
      value: [
        { name: "Smith, Ann", note: 'says "hi"' },
        { name: "a\nb", note: "" },
        { name: "last", note: "x" },
      ],
    });
  });

  it("reads the real companies file to the last row, headquarters with commas whole", () => {
    const text = readFileSync(new URL("../../public/samples/constituents.csv", import.meta.url), "utf8");
    const result = parseCsv(text);
    expect(result.ok && result.value).toEqual(referenceParse(text, { columns: true }));
    expect(result.ok && result.value.length).toBe(503);
    expect(result.ok && result.value[0]?.["Headquarters Location"]).toBe("Saint Paul, Minnesota");
  });

  it("finds out the delimiter from the first line, looking past quoted text", () => {
    expect(parseCsv('"a,b,c";d\n1;2')).toEqual({ ok: true, value: [{ "a,b,c": "1", d: "2" }] });
    expect(parseCsv("a\tb\n1\t2")).toEqual({ ok: true, value: [{ a: "1", b: "2" }] });
    expect(parseCsv("a|b\n1|2")).toEqual({ ok: true, value: [{ a: "1", b: "2" }] });
  });

  it("skips blank lines and a byte order mark, and answers an empty list for an empty text", () => {
    expect(parseCsv("\uFEFFa,b\n\n1,2\n\n")).toEqual({ ok: true, value: [{ a: "1", b: "2" }] });
    expect(parseCsv("")).toEqual({ ok: true, value: [] });
    expect(parseCsv("a,b\n")).toEqual({ ok: true, value: [] });
  });

  it("names unnamed columns by their place and numbers repeated names", () => {
    expect(parseCsv("a,,a\n1,2,3")).toEqual({ ok: true, value: [{ a: "1", "Column 2": "2", "a 2": "3" }] });
  });

  it("says line and column of an unclosed quote, a stray quote, text behind a quote, and a row of wrong length", () => {
    expect(messageOf('a,b\n1,"x\n2,3')).toMatch(/^Line 2, column 3: this double quote is never closed/);
    expect(messageOf('a,b\n1,5" nail')).toMatch(/^Line 2, column 4: a double quote inside a field/);
    expect(messageOf('a,b\n"1"x,2')).toMatch(/^Line 2, column 4: expected the delimiter or the end of the line/);
    expect(messageOf("a,b\n1,2\n1,2,3")).toMatch(/^Line 3, column 6: this row has 3 fields, but the header has 2/);
    expect(messageOf("a,b\n1\n")).toMatch(/^Line 2, column 2: this row has 1 field, but the header has 2/);
  });

  it("r19 refuses columns whose name could reach a prototype", () => {
    expect(messageOf("a,__proto__\n1,2")).toMatch(/^Line 1, column 1: “__proto__” is a name that programs reserve/);
  });

  it("agrees with the reference library on everything that the reference can write", () => {
    const cell = fc.string({ maxLength: 8, unit: fc.constantFrom("a", "é", ",", ";", '"', "\n", "\r\n", " ", "0") });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
    let cells = 0;
    fc.assert(
      fc.property(table, (rows) => {
        cells += rows.flat().length;
        const text = csvText(tableOf(rows), { delimiter: "comma", header: false, guard: false });
        const read = parseCsvRows(text, "comma");
        expect(read).toEqual({ ok: true, value: rows });
        expect(read.ok && read.value).toEqual(referenceParse(text, { relax_column_count: true }));
      }),
    );
    expect(cells).toBeGreaterThan(100);
  });
});
