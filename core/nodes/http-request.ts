import * as z from "zod";
import { readRetryAfter } from "#core/formats/retry-after.ts";
import type { Effectful } from "../effects/effect.ts";
import { type HttpResponse, httpMethods } from "../effects/http.ts";
import { http } from "../effects/perform.ts";
import { failure } from "../failure.ts";
import { headersFrom } from "../formats/http-headers.ts";
import { anyShape, numberShape, objectShape, textShape } from "../json/shape.ts";
import { defineNode } from "../node-kit/define-node.ts";
import { field, longTemplate, nameText, rows, template, value } from "../node-kit/field.ts";
import { emit, FailureError, fail, type Outcome } from "../node-kit/outcome.ts";
import { rawText } from "../node-kit/raw-config.ts";

const hasBody = (config: Readonly<Record<string, unknown>>) => config.method !== "GET" && config.method !== "HEAD";

const pairs = (placeholder: string) =>
  rows(
    z.object({
      name: field(nameText(), { title: "Name", placeholder }),
      value: field(template().default(""), { title: "Value" }),
    }),
  ).default([]);

const settings = z.object({
  method: field(z.enum(httpMethods).default("GET"), { title: "Method" }),
  url: field(template({ filled: true }), { title: "URL", placeholder: "https://api.example.com/orders" }),
  query: field(pairs("page"), { title: "Query", help: "Added to the URL, encoded.", rowName: "parameter" }),
  headers: field(pairs("accept"), { title: "Headers", rowName: "header" }),
  bodyAs: field(z.enum(["none", "json", "form", "text"]).default("none"), {
    title: "Body as",
    labels: { none: "No body", json: "JSON", form: "Form", text: "Text" },
    visibleWhen: hasBody,
  }),
  json: field(value().nullable().default(null), {
    title: "Body",
    visibleWhen: (config) => hasBody(config) && config.bodyAs === "json",
  }),
  form: field(pairs("email"), {
    title: "Body",
    rowName: "field",
    visibleWhen: (config) => hasBody(config) && config.bodyAs === "form",
  }),
  text: field(longTemplate().default(""), {
    title: "Body",
    visibleWhen: (config) => hasBody(config) && config.bodyAs === "text",
  }),
  onError: field(z.enum(["fail", "port"]).default("fail"), {
    title: "When it does not work",
    help: "A status of 400 or more, no answer, or an answer that comes too late.",
    labels: { fail: "The step fails", port: "Continue on the port Error" },
  }),
  timeoutSeconds: field(z.number().min(0.1).max(300).default(30), {
    title: "Wait for an answer, seconds",
    advanced: true,
  }),
  followRedirects: field(z.boolean().default(true), { title: "Follow redirects", advanced: true }),
});

type Settings = z.output<typeof settings>;

export const httpRequest = defineNode({
  type: "http-request",
  version: 1,
  title: "HTTP request",
  summary: "Calls a URL and passes on the answer.",
  docs: `Sends one request and gives \`status\`, \`headers\` (names in lower case) and \`body\`: parsed when the answer is
JSON, text otherwise.

**Query** and form fields are encoded for you. A JSON or form body brings its own content type unless you set the header.

**When it does not work** covers a status of 400 or more, an address that cannot be reached, and an answer that comes too
late. *Continue on the port Error* lets you handle it: the value there also has \`error\` with a code and a message,
and \`status\` is 0 when no answer came.

Every request carries an \`Idempotency-Key\` header, so that a service which knows it does nothing twice when a request
has to be repeated after a crash.

### Example
GET \`https://api.example.com/orders\` with the query \`since\` = \`{{ trigger.body.since }}\`; the next step reads
\`input.body\`.

### What can go wrong
- **The other side answered 401 or 403**: it wants to know who asks; check the headers.
- **This address is not allowed**: addresses inside the network are closed unless the operator of Heddle opens them.
- **It has failed again and again, so it is left alone**: after five failures in a row nobody in the workspace asks a
  host for half a minute, longer each time; a step that is tried again waits for that.
- **It took longer than 30 seconds**: raise the limit under *More settings*, or ask for less.`,
  category: "integration",
  icon: "globe",
  keywords: ["api", "rest", "fetch", "call", "get", "post", "url", "curl", "request"],
  config: settings,
  ports: (config) => ({
    inputs: [{ name: "in" }],
    outputs: config.onError === "port" ? [{ name: "out" }, { name: "error", title: "Error" }] : [{ name: "out" }],
  }),
  output: ({ config }) => {
    const error = objectShape({ code: textShape, message: textShape });
    const fields = { status: numberShape, headers: objectShape({}, true), body: anyShape };
    if (config.onError !== "port") return objectShape(fields);
    return { kind: "object", fields: { ...fields, error }, open: false, optional: ["error"] };
  },
  caption: (config) => `${rawText(config.method)} ${rawText(config.url)}`,
  *run({ config, now }): Effectful<Outcome> {
    const toPort = config.onError === "port";
    let response: HttpResponse;
    try {
      response = yield* http(requestOf(config));
    } catch (thrown) {
      if (!toPort || !(thrown instanceof FailureError) || thrown.failure.code === "config") throw thrown;
      const { code, message } = thrown.failure;
      return emit("error", { status: 0, headers: {}, body: null, error: { code, message } });
    }
    if (response.status < 400) return emit("out", { ...response });
    const { status, headers } = response;
    const message = `The other side answered ${status}. ${adviceFor(status)}`;
    if (toPort) return emit("error", { ...response, error: { code: "http", message } });
    const retryAfterMs = status === 429 || status === 503 ? readRetryAfter(headers, now) : null;
    const details = { status, headers, body: response.body, ...(retryAfterMs === null ? {} : { retryAfterMs }) };
    return fail(failure("http", message, { retryable: isRetryable(status), details }));
  },
});

function requestOf(config: Settings) {
  const body = bodyOf(config);
  const ownHeaders = body === null ? [] : [{ name: "content-type", value: body.contentType }];
  const headers = headersFrom([...ownHeaders, ...config.headers]);
  if (!headers.ok) throw new FailureError(failure("config", headers.message));
  return {
    method: config.method,
    url: urlOf(config),
    headers: headers.value,
    body: body?.text ?? null,
    timeoutMs: Math.round(config.timeoutSeconds * 1000),
    followRedirects: config.followRedirects,
  };
}

function urlOf({ url, query }: Settings): string {
  const target = URL.canParse(url.trim()) ? new URL(url.trim()) : null;
  if (target === null || (target.protocol !== "http:" && target.protocol !== "https:")) {
    const message = `“${url.slice(0, 200)}” is not a web address. Write it in full, beginning with https://.`;
    throw new FailureError(failure("config", message));
  }
  for (const { name, value: text } of query) target.searchParams.append(name, text);
  return target.href;
}

function bodyOf(config: Settings): { text: string; contentType: string } | null {
  if (!hasBody(config)) return null;
  switch (config.bodyAs) {
    case "none":
      return null;
    case "json":
      return { text: JSON.stringify(config.json), contentType: "application/json" };
    case "form": {
      const form = new URLSearchParams(config.form.map((row) => [row.name, row.value]));
      return { text: form.toString(), contentType: "application/x-www-form-urlencoded" };
    }
    case "text":
      return { text: config.text, contentType: "text/plain; charset=utf-8" };
  }
}

/** Statuses that pass by themselves: overload and faults of the other side. */
function isRetryable(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500;
}

function adviceFor(status: number): string {
  if (status === 401 || status === 403) return "It wants to know who asks: check the headers that identify you.";
  if (status === 404 || status === 410) return "Nothing is at this address: check the URL.";
  if (status === 429) return "It gets too many requests: send fewer, or wait between them.";
  if (status >= 500) return "The fault is on that side: try again later.";
  return "Look at the body of the answer, which usually says why.";
}
