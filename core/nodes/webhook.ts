import * as z from "zod";
import { csvDelimiters } from "../formats/csv.ts";
import { fileShape } from "../forms/form-field.ts";
import { anyShape, listShape, objectShape, type Shape, textShape } from "../json/shape.ts";
import { defineNode } from "../node-kit/define-node.ts";
import { field, nameText, rows } from "../node-kit/field.ts";
import { emit } from "../node-kit/outcome.ts";

export const webhookMethods = ["ANY", "GET", "POST", "PUT", "PATCH", "DELETE"] as const;
const webhookBodies = ["auto", "json", "form", "text", "csv", "file"] as const;
export type WebhookBody = (typeof webhookBodies)[number];

const textFields: Shape = { kind: "object", fields: {}, open: true };

export const webhook = defineNode({
  type: "webhook",
  version: 1,
  title: "Webhook",
  summary: "Starts a run when another program calls the workflow's own address.",
  docs: `Every webhook has an address that nobody can guess; you find it in the step and can copy it. Calls reach the
**published** version; while you build, test with a sample request.

Formulas read the call as \`trigger\`: \`trigger.method\`, \`trigger.query\`, \`trigger.headers\` (names in lower case) and
\`trigger.body\`. What stands behind the address, as in \`<address>/orders/7\`, is \`trigger.path\`; files that came along are
\`trigger.files\`.

**Body** says how the body is read. *By its content type* reads JSON, forms, CSV and text by what the caller says it
sends, and anything else as a file. CSV becomes a list with one object per row, named by the header line. A body that is
not what you ask for is refused with 400, line and column, and starts no run.

**Answer** says when the caller hears back:
- *At the end*: with the output of the last step, when the run is over;
- *At once*: with 202 as soon as the run is safely stored;
- *By a Respond step*: with what that step says, while the run may go on.

If an answer takes longer than the waiting time, the caller gets 202 and the run goes on.

### Example
\`curl -X POST -H 'content-type: application/json' -d '{"amount": 12}' <address>\` makes \`trigger.body.amount\` 12.

### What can go wrong
- **404**: the address is wrong, or the workflow is not published.
- **405**: the call uses another method than the step allows.
- **400**: the body cannot be read; the answer says where.
- **413**: the body is larger than 10 MB.`,
  category: "trigger",
  icon: "webhook",
  keywords: ["http", "api", "endpoint", "hook", "call", "post", "trigger", "upload", "csv"],
  role: "trigger",
  config: z.object({
    method: field(z.enum(webhookMethods).default("POST"), { title: "Method", labels: { ANY: "Any" } }),
    body: field(z.enum(webhookBodies).default("auto"), {
      title: "Body",
      labels: {
        auto: "By its content type",
        json: "JSON",
        form: "Form",
        text: "Text",
        csv: "CSV",
        file: "File",
      },
    }),
    csvDelimiter: field(z.enum(["auto", ...delimiterNames()]).default("auto"), {
      title: "Between CSV fields",
      labels: { auto: "Find out", comma: "Comma", semicolon: "Semicolon", tab: "Tab", pipe: "Vertical bar" },
      advanced: true,
      visibleWhen: (config) => config.body === "csv" || config.body === "auto",
    }),
    answer: field(z.enum(["at-end", "at-once", "respond"]).default("at-end"), {
      title: "Answer",
      labels: { "at-end": "At the end", "at-once": "At once", respond: "By a Respond step" },
    }),
    answerTimeoutSeconds: field(z.number().int().min(1).max(300).default(30), {
      title: "Wait for the answer, seconds",
      help: "After this the caller gets 202 and the run goes on.",
      mode: "fixed",
      advanced: true,
      visibleWhen: (config) => config.answer !== "at-once",
    }),
    status: field(z.number().int().min(200).max(599).nullable().default(null), {
      title: "Status of the answer",
      help: "When empty: 200 at the end, 202 at once.",
      mode: "fixed",
      advanced: true,
      visibleWhen: (config) => config.answer !== "respond",
    }),
    headers: field(
      rows(
        z.object({
          name: field(nameText(), { title: "Name", placeholder: "cache-control" }),
          value: field(z.string().default(""), { title: "Value" }),
        }),
      ).default([]),
      {
        title: "Headers of the answer",
        rowName: "header",
        advanced: true,
        visibleWhen: (config) => config.answer !== "respond",
      },
    ),
  }),
  ports: { inputs: [], outputs: [{ name: "out" }] },
  output: ({ config }) => ({
    kind: "object",
    fields: {
      method: textShape,
      path: textShape,
      query: textFields,
      headers: textFields,
      body: shapeOfBody(config.body),
      files: listShape(fileShape),
    },
    open: false,
    optional: ["path", "files"],
  }),
  caption: (config) => `${config.method === "ANY" ? "Any method" : config.method}${bodyCaption(config.body)}`,
  run: ({ input }) => emit("out", input),
});

function delimiterNames() {
  return Object.keys(csvDelimiters) as (keyof typeof csvDelimiters)[];
}

function shapeOfBody(body: unknown): Shape {
  if (body === "csv") return listShape(objectShape({}, true));
  if (body === "text") return textShape;
  if (body === "form") return objectShape({}, true);
  return body === "file" ? fileShape : anyShape;
}

function bodyCaption(body: unknown): string {
  return body === "auto"
    ? ""
    : body === "file" || body === "form" || body === "text"
      ? `, ${body}`
      : `, ${String(body).toUpperCase()}`;
}
