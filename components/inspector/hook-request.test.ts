import { expect, test } from "vitest";
import { curlOf } from "./curl.ts";
import { emptyRequest, requestOfValue, triggerValueOf } from "./hook-request.ts";

const base = { method: "POST", contentType: "application/json", body: "", query: "", headers: "" };

test("a call becomes what the trigger would bring: query, headers in lower case, parsed body", () => {
  const request = { ...base, body: '{"a": [1]}', query: "page=2&tag=x&tag=y", headers: "X-GitHub-Event: issues" };
  expect(triggerValueOf(request, {})).toEqual({
    ok: true,
    value: {
      method: "POST",
      query: { page: "2", tag: ["x", "y"] },
      headers: { "content-type": "application/json", "x-github-event": "issues" },
      body: { a: [1] },
    },
  });
});

test("a CSV body is read as the webhook reads it, quoted commas and all", () => {
  const read = triggerValueOf(
    { ...base, contentType: "text/csv", body: 'name,sector\n"Apple, Inc.",IT\n' },
    { body: "auto" },
  );
  expect(read.ok && read.value.body).toEqual([{ name: "Apple, Inc.", sector: "IT" }]);
});

test("an empty body is nothing, unless the webhook asks for one kind", () => {
  const read = (body: string) => triggerValueOf({ ...base, contentType: "text/csv" }, { body });
  expect(read("auto")).toMatchObject({ ok: true, value: { body: null } });
  expect(read("csv")).toMatchObject({ ok: true, value: { body: [] } });
  expect(read("text")).toMatchObject({ ok: true, value: { body: "" } });
});

test("a body that cannot be read says where", () => {
  const read = triggerValueOf({ ...base, body: '{"a": }' }, {});
  expect(read.ok ? "" : read.message).toMatch(/^Line 1, column 7/);
});

test("the last run's call can be changed and gives the same trigger value again", () => {
  const value = {
    method: "POST",
    query: { page: "2" },
    headers: { "content-type": "application/json", "x-a": "1" },
    body: { a: 1 },
  };
  const request = requestOfValue(value);
  expect(request && triggerValueOf(request, {})).toEqual({ ok: true, value });
  expect(requestOfValue("text")).toBeNull();
});

test("a first call follows the settings of the webhook", () => {
  expect(emptyRequest({ method: "PUT", body: "csv" })).toMatchObject({ method: "PUT", contentType: "text/csv" });
  expect(emptyRequest({ method: "ANY" })).toMatchObject({ method: "POST", contentType: "application/json" });
});

test("the line for the terminal sends what the webhook wants", () => {
  expect(curlOf("http://x/hooks/t", { method: "POST", body: "csv" })).toBe(
    "curl -s -X POST \\\n  -H 'content-type: text/csv' \\\n  --data-binary @file.csv \\\n  'http://x/hooks/t'",
  );
  expect(curlOf("http://x/hooks/t", { method: "GET" })).toContain("?name=Ada");
});
