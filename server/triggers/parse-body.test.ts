import { expect, test } from "vitest";
import type { FileRef } from "#core/effects/blob.ts";
import { parseBody } from "./parse-body.ts";
import { Refusal } from "./refusal.ts";
import type { UploadedFile } from "./store-file.ts";

const kept: UploadedFile[] = [];
const store = async (file: UploadedFile): Promise<FileRef> => {
  kept.push(file);
  return {
    $file: "file_test" as FileRef["$file"],
    name: file.name,
    mediaType: file.mediaType,
    bytes: file.content.length,
  };
};

function read(text: string | Buffer, contentType?: string, as: Parameters<typeof parseBody>[2]["as"] = "auto") {
  const headers = contentType === undefined ? {} : { "content-type": contentType };
  return parseBody(Buffer.from(text), headers, { as, csvDelimiter: "auto" }, store);
}

test("by its content type, JSON is read as JSON, whatever the charset or the suffix", async () => {
  expect(await read('{"a":[1]}', "application/json; charset=utf-8")).toEqual({ body: { a: [1] }, files: [] });
  expect(await read('{"a":1}', "application/vnd.api+json")).toEqual({ body: { a: 1 }, files: [] });
});

test("CSV becomes one object per row, quoted commas and all", async () => {
  const { body } = await read('Name,Sector\r\n"Amazon.com, Inc.",Retail\r\n', "text/csv");
  expect(body).toEqual([{ Name: "Amazon.com, Inc.", Sector: "Retail" }]);
});

test("a form's repeated names have lists", async () => {
  const { body } = await read("a=1&b=x+y&a=2&a=3", "application/x-www-form-urlencoded");
  expect(body).toEqual({ a: ["1", "2", "3"], b: "x y" });
});

test("a multipart form has its fields, and its files by reference", async () => {
  const form = [
    '--B\r\ncontent-disposition: form-data; name="note"\r\n\r\nhëllo\r\n',
    '--B\r\ncontent-disposition: form-data; name="doc"; filename="../../etc/passwd"\r\ncontent-type: text/plain\r\n\r\nroot\r\n',
    "--B--\r\n",
  ].join("");
  const { body, files } = await read(form, "multipart/form-data; boundary=B");
  expect(body).toMatchObject({ note: "hëllo", doc: { $file: "file_test", bytes: 4 } });
  expect(files).toHaveLength(1);
  expect(kept.at(-1)?.content.toString()).toBe("root");
});

test("anything else is kept as a file", async () => {
  const { body } = await read(Buffer.from([0, 1, 2]), "application/pdf");
  expect(body).toMatchObject({ $file: "file_test", mediaType: "application/pdf", bytes: 3 });
});

test("an empty body is null", async () => {
  expect(await read("")).toEqual({ body: null, files: [] });
});

test.each([
  ["JSON", '{"a": 1,\n "b" 2}', "application/json", /Line 2, column 6/],
  ["CSV", "a,b\n1,2\n3\n", "text/csv", /Line 3, column 2/],
  ["a text that is not UTF-8", Buffer.from([0xff, 0xfe]), "text/plain", /UTF-8/],
  ["a multipart form that breaks off", "--B\r\ncontent-disp", "multipart/form-data; boundary=B", /multipart/],
  ["a multipart form without a boundary", "x", "multipart/form-data", /boundary/],
])("%s that cannot be read is refused with 400 and a sentence", async (_name, text, type, sentence) => {
  const attempt = read(text, type);
  await expect(attempt).rejects.toBeInstanceOf(Refusal);
  await expect(attempt).rejects.toMatchObject({ status: 400, message: expect.stringMatching(sentence) });
});

test.each([
  ["__proto__=1", "application/x-www-form-urlencoded"],
  ['{"constructor": {}}', "application/json"],
  ["a,prototype\n1,2\n", "text/csv"],
])("r19 names that programs reserve are refused by every decoder: %s", async (text, type) => {
  await expect(read(text, type)).rejects.toMatchObject({ status: 400 });
});
