import { expect, it } from "vitest";
import type { SettledEffect } from "../effects/effect.ts";
import { failure } from "../failure.ts";
import type { Json, JsonObject } from "../json/json.ts";
import { httpRequest } from "./http-request.ts";
import { failed, runNode } from "./testing/run-node.ts";

const url = "https://api.example.com/orders";
const answered = (status: number, body: Json = null): SettledEffect => ({
  ok: true,
  value: { status, headers: {}, body },
});

function requestFor(config: JsonObject) {
  const { effects } = runNode(httpRequest, { config, results: [answered(200)] });
  return effects[0]?.kind === "http" ? effects[0].request : undefined;
}

it("sends the query encoded, behind one that the URL has", () => {
  const query = [
    { name: "q", value: "a&b=ü" },
    { name: "q", value: "2" },
  ];
  expect(requestFor({ url: `${url}?x=1`, query })).toEqual({
    method: "GET",
    url: `${url}?x=1&q=a%26b%3D%C3%BC&q=2`,
    headers: {},
    body: null,
    timeoutMs: 30_000,
    followRedirects: true,
  });
});

it("encodes JSON, form and text bodies with their content type, which a header of yours replaces", () => {
  const post = { method: "POST", url };
  expect(requestFor({ ...post, bodyAs: "json", json: { a: 1 } })).toMatchObject({
    body: '{"a":1}',
    headers: { "content-type": "application/json" },
  });
  const form = [{ name: "mail", value: "a+b@c.ch" }];
  expect(requestFor({ ...post, bodyAs: "form", form })).toMatchObject({ body: "mail=a%2Bb%40c.ch" });
  const headers = [{ name: "Content-Type", value: "text/csv" }];
  expect(requestFor({ ...post, bodyAs: "text", text: "a,b", headers })).toMatchObject({
    body: "a,b",
    headers: { "content-type": "text/csv" },
  });
});

it("sends no body with GET, whatever was set before the method changed", () => {
  expect(requestFor({ method: "GET", url, bodyAs: "json", json: { a: 1 } })).toMatchObject({ body: null, headers: {} });
});

it("passes the answer on", () => {
  const { outcome } = runNode(httpRequest, { config: { url }, results: [answered(201, { id: 7 })] });
  expect(outcome).toEqual({ kind: "emit", port: "out", value: { status: 201, headers: {}, body: { id: 7 } } });
});

it("fails on a status of 400 or more, and says whether trying again can help", () => {
  const outcomeOf = (status: number) => runNode(httpRequest, { config: { url }, results: [answered(status)] }).outcome;
  expect(outcomeOf(404)).toMatchObject({ kind: "fail", failure: { code: "http", retryable: false } });
  expect(outcomeOf(503)).toMatchObject({ kind: "fail", failure: { code: "http", retryable: true } });
});

it("continues on the port error when asked, also when no answer came", () => {
  const config = { url, onError: "port" };
  const refused = runNode(httpRequest, { config, results: [answered(409, { why: "taken" })] }).outcome;
  expect(refused).toMatchObject({
    port: "error",
    value: { status: 409, body: { why: "taken" }, error: { code: "http" } },
  });
  const unreachable = failure("network", "The other side could not be reached.", { retryable: true });
  const lost = runNode(httpRequest, { config, results: [{ ok: false, failure: unreachable }] }).outcome;
  expect(lost).toMatchObject({ port: "error", value: { status: 0, body: null, error: { code: "network" } } });
  expect(httpRequest.ports({ url, onError: "port" }).outputs.map((port) => port.name)).toEqual(["out", "error"]);
  expect(httpRequest.ports({ url }).outputs.map((port) => port.name)).toEqual(["out"]);
});

it.each(["", "orders", "file:///etc/passwd", "javascript:alert(1)", "http://"])(
  "refuses %j as an address before anything is sent",
  (address) => {
    const config = { url: { $template: [{ $expr: "input" }] }, onError: "port" };
    const run = runNode(httpRequest, { config, input: address });
    expect(run.effects).toEqual([]);
    expect(run.outcome).toMatchObject({ kind: "fail", failure: { code: "config" } });
  },
);

it("refuses headers that would break the request apart", () => {
  const withHeader = (name: string, value: string) =>
    failed(httpRequest, { config: { url, headers: [{ name, value }] } });
  expect(withHeader("x-a", "1\r\nx-evil: 2")).toMatch(/^config: The header “x-a” holds a line break/);
  expect(withHeader("x a", "1")).toMatch(/^config: “x a” cannot be the name of a header/);
});

it("tells how long an answer asks to be left alone, for 429 and 503 only", () => {
  const config = { url: "https://api.example.com" };
  const detailsFor = (status: number, headers: Record<string, string>) => {
    const { outcome } = runNode(httpRequest, { config, results: [{ ok: true, value: { status, headers, body: "" } }] });
    return outcome.kind === "fail"
      ? { retryable: outcome.failure.retryable, ...(outcome.failure.details as object) }
      : {};
  };
  expect(detailsFor(503, { "retry-after": "7" })).toMatchObject({ retryable: true, status: 503, retryAfterMs: 7_000 });
  expect(detailsFor(429, { "retry-after": "7" })).toMatchObject({ retryable: true, retryAfterMs: 7_000 });
  expect(detailsFor(503, {})).not.toHaveProperty("retryAfterMs");
  expect(detailsFor(500, { "retry-after": "7" })).not.toHaveProperty("retryAfterMs");
});
