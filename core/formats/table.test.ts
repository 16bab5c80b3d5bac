import { describe, expect, it } from "vitest";
import { csvText, htmlTable, markdownTable, tableOf } from "./table.ts";

const style = { delimiter: "comma", header: true, guard: false } as const;

describe("tables", () => {
  it("has a column for every field in the order of first appearance, and JSON for inner values", () => {
    const text = csvText(
      tableOf([
        { a: 1, b: "x" },
        { b: "y, z", c: [1] },
      ]),
      style,
    );
    expect(text).toBe('a,b,c\r\n1,x,\r\n,"y, z",[1]\r\n');
  });

  it("keeps to the columns asked for, with their titles", () => {
    const table = tableOf(
      [{ a: 1, b: 2 }],
      [
        { name: "b", title: "Total" },
        { name: "zz", title: "" },
      ],
    );
    expect(csvText(table, { ...style, delimiter: "semicolon" })).toBe("Total;zz\r\n2;\r\n");
  });

  it("takes one object, plain values, lists of lists and nothing", () => {
    expect(csvText(tableOf({ a: 1 }), style)).toBe("a\r\n1\r\n");
    expect(csvText(tableOf(["x", 2]), style)).toBe("value\r\nx\r\n2\r\n");
    expect(csvText(tableOf([["x", "y"], [1]]), style)).toBe("x,y\r\n1\r\n");
    expect(csvText(tableOf([]), style)).toBe("\r\n");
  });

  it("disarms texts that a spreadsheet would run, and leaves numbers alone", () => {
    const text = csvText(tableOf([{ a: "=1+1", b: -5, c: "@x" }]), { ...style, header: false, guard: true });
    expect(text).toBe("'=1+1,-5,'@x\r\n");
  });

  it("r18 shows markup from data literally in HTML and Markdown", () => {
    const table = tableOf([{ "<b>": `<img src=x onerror="alert('1')"> & co` }]);
    expect(htmlTable(table)).toContain("<td>&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; co</td>");
    expect(htmlTable(table)).toContain("<th>&lt;b&gt;</th>");
    expect(markdownTable(tableOf([{ a: "x | y\n![i](http://e) <i>" }]))).toBe(
      "| a |\n| --- |\n| x \\| y \\!\\[i\\](http://e) &lt;i&gt; |\n",
    );
  });
});
