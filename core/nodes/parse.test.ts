import { expect, it } from "vitest";
import { failure } from "../failure.ts";
import { parse } from "./parse.ts";
import { emitted, failed, runNode } from "./testing/run-node.ts";

const file = { $file: "file_abcd", name: "orders.csv", mediaType: "text/csv", bytes: 12 };

it("reads CSV as text fields, or with numbers where a text is plainly one", () => {
  const input = "id,zip,amount\n7,007,1.50\n12345678901234567890,x,-2";
  expect(emitted(parse, { input })).toEqual([
    { id: "7", zip: "007", amount: "1.50" },
    { id: "12345678901234567890", zip: "x", amount: "-2" },
  ]);
  expect(emitted(parse, { config: { numbers: true }, input })).toEqual([
    { id: 7, zip: "007", amount: 1.5 },
    { id: "12345678901234567890", zip: "x", amount: -2 },
  ]);
});

it("reads CSV without a header as rows", () => {
  expect(emitted(parse, { config: { header: false, delimiter: "semicolon" }, input: "a;1\nb;2" })).toEqual([
    ["a", "1"],
    ["b", "2"],
  ]);
});

it("reads a file through the file's effect, once", () => {
  const results = [{ ok: true, value: { text: "a\n1" } }] as const;
  const { outcome, effects } = runNode(parse, { input: file, results });
  expect(outcome).toEqual({ kind: "emit", port: "out", value: [{ a: "1" }] });
  expect(effects).toEqual([{ kind: "blob", request: { file: "file_abcd" } }]);
});

it("fails as the file does when it is gone", () => {
  const gone = failure("file", "The file is gone. Upload it again.");
  expect(runNode(parse, { input: file, results: [{ ok: false, failure: gone }] }).outcome).toEqual({
    kind: "fail",
    failure: gone,
  });
});

it("reads JSON, XML and HTML", () => {
  expect(emitted(parse, { config: { format: "json" }, input: '{"a": 1}' })).toEqual({ a: 1 });
  expect(emitted(parse, { config: { format: "xml", lists: "b , c" }, input: "<a><b>x</b></a>" })).toEqual({
    a: { b: ["x"] },
  });
  const fields = [{ name: "to", selector: "a", take: "attribute" }];
  expect(emitted(parse, { config: { format: "html", items: "li", fields }, input: "<li><a href=/x>y</a>" })).toEqual([
    { to: "/x" },
  ]);
});

it("says line and column of what is wrong, and what to do with a value that is no text", () => {
  expect(failed(parse, { config: { format: "json" }, input: '{\n"a" 1}' })).toBe(
    'parse: Line 2, column 5: expected a colon, found "1".',
  );
  expect(failed(parse, { input: "a,b\n1" })).toMatch(/^parse: Line 2, column 2: this row has 1 field/);
  expect(failed(parse, { input: [{ a: 1 }] })).toMatch(/^input: There is no text here, but a list/);
});
