import { expect, it } from "vitest";
import { format } from "./format.ts";
import { parse } from "./parse.ts";
import { emitted } from "./testing/run-node.ts";

const input = [
  { sector: "Energy, oil", companies: 21 },
  { sector: 'He said "no"', companies: 3 },
];

it("writes CSV that Parse reads back", () => {
  const text = emitted(format, { input });
  expect(text).toBe('sector,companies\r\n"Energy, oil",21\r\n"He said ""no""",3\r\n');
  expect(emitted(parse, { config: { numbers: true }, input: text })).toEqual(input);
});

it("writes JSON with or without line breaks", () => {
  expect(emitted(format, { config: { format: "json", indent: false }, input })).toBe(JSON.stringify(input));
  expect(emitted(format, { config: { format: "json" }, input: { a: 1 } })).toBe('{\n  "a": 1\n}');
});

it("writes tables with the columns asked for", () => {
  const columns = [{ name: "companies", title: "How many" }];
  expect(emitted(format, { config: { format: "markdown", columns }, input })).toBe(
    "| How many |\n| --- |\n| 21 |\n| 3 |\n",
  );
  expect(emitted(format, { config: { format: "html", columns }, input })).toContain("<th>How many</th>");
});
