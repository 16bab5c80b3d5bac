import * as z from "zod";
import { failure } from "../failure.ts";
import { headersFrom } from "../formats/http-headers.ts";
import { anyShape, numberShape, objectShape, textShape } from "../json/shape.ts";
import { defineNode } from "../node-kit/define-node.ts";
import { field, longTemplate, nameText, rows, template, value, withFormula } from "../node-kit/field.ts";
import { emit, fail } from "../node-kit/outcome.ts";
import { rawText } from "../node-kit/raw-config.ts";

export const respond = defineNode({
  type: "respond",
  version: 1,
  title: "Respond",
  summary: "Answers the program that called the webhook; the run may go on afterwards.",
  docs: `Works together with a *Webhook* whose answer is set to *By a Respond step*. The first Respond step of a run
answers; later ones change nothing for the caller. In a run started by hand the step shows what it would have answered.

**Body as** *JSON* sends the value as JSON; *Text* sends the text as it is, with the content type you choose: HTML or
CSV, for instance.

### Example
Status 404 and the JSON \`{ "error": "No such order" }\` on the false branch of an *If*.

### What can go wrong
- **The header name is not allowed**: header names have letters, digits and hyphens, no spaces.
- **The status must be a number from 200 to 599.**`,
  category: "integration",
  icon: "reply",
  keywords: ["answer", "return", "response", "reply", "webhook", "http", "status"],
  role: "respond",
  config: z.object({
    status: field(z.number().int().min(200).max(599).default(200), { title: "Status" }),
    bodyAs: field(z.enum(["json", "text"]).default("json"), {
      title: "Body as",
      labels: { json: "JSON", text: "Text" },
    }),
    body: field(withFormula(value(), "input"), { title: "Body", visibleWhen: (config) => config.bodyAs === "json" }),
    text: field(longTemplate().default(""), { title: "Text", visibleWhen: (config) => config.bodyAs === "text" }),
    contentType: field(template().default("text/plain; charset=utf-8"), {
      title: "Content type",
      visibleWhen: (config) => config.bodyAs === "text",
    }),
    headers: field(
      rows(
        z.object({
          name: field(nameText(), { title: "Name", placeholder: "cache-control" }),
          value: field(template().default(""), { title: "Value" }),
        }),
      ).default([]),
      { title: "Headers", rowName: "header", advanced: true },
    ),
  }),
  output: ({ config, shapeOfField }) =>
    objectShape({
      status: numberShape,
      headers: objectShape({ "content-type": textShape }, true),
      body: config.bodyAs === "text" ? textShape : config.body === undefined ? anyShape : shapeOfField(config.body),
    }),
  caption: (config) =>
    `${rawText(config.status)} ${rawText(config.bodyAs === "text" ? config.text : config.body)}`.trim(),
  run: ({ config }) => {
    const contentType = config.bodyAs === "json" ? "application/json; charset=utf-8" : config.contentType;
    const headers = headersFrom([{ name: "content-type", value: contentType }, ...config.headers]);
    if (!headers.ok) return fail(failure("config", headers.message));
    const body = config.bodyAs === "json" ? config.body : config.text;
    return emit("out", { status: config.status, headers: headers.value, body });
  },
});
