import * as z from "zod";
import { isFileRef } from "../effects/blob.ts";
import { isJsonObject, type Json, type JsonObject } from "../json/json.ts";
import { boolShape, numberShape, objectShape, type Shape, textShape } from "../json/shape.ts";
import { field, nameText } from "../node-kit/field.ts";

const formFieldKinds = ["text", "long-text", "number", "toggle", "date", "choice", "file"] as const;
type FormFieldKind = (typeof formFieldKinds)[number];

/** One field of a form that people fill in; a row in the settings of the manual trigger. */
export const formFieldSchema = z.object({
  name: field(nameText(), { title: "Name", help: "How formulas call it.", placeholder: "amount" }),
  label: field(z.string().default(""), { title: "Label", help: "What people read; the name when empty." }),
  kind: field(z.enum(formFieldKinds).default("text"), {
    title: "Kind",
    labels: {
      text: "Text",
      "long-text": "Long text",
      number: "Number",
      toggle: "Yes or no",
      date: "Date",
      choice: "Choice",
      file: "File",
    },
  }),
  required: field(z.boolean().default(true), { title: "Must be filled in" }),
  choices: field(z.string().default(""), {
    title: "Choices",
    help: "One per line.",
    control: "long-text",
    visibleWhen: (row) => row.kind === "choice",
  }),
});

export type FormField = z.output<typeof formFieldSchema>;
export type FormIssue = { readonly field: string; readonly message: string };

/** The choices of a field, trimmed, blank lines left out. */
export function choicesOf(formField: FormField): readonly string[] {
  return formField.choices
    .split("\n")
    .map((choice) => choice.trim())
    .filter((choice) => choice !== "");
}

/** What is wrong with an answered form; empty when it can be sent. Unknown names are refused. */
export function checkForm(fields: readonly FormField[], answers: Json): readonly FormIssue[] {
  if (!isJsonObject(answers)) return [{ field: "", message: "A form is answered with an object of its fields." }];
  const known = new Set(fields.map((formField) => formField.name));
  const unknown = Object.keys(answers).filter((name) => !known.has(name));
  return [
    ...fields.flatMap((formField) => issueOf(formField, answerTo(formField, answers))),
    ...unknown.map((name) => ({ field: name, message: `The form has no field “${name}”. Leave it out.` })),
  ];
}

/** Answers in the order of the form, with null for what was left empty. */
export function completeForm(fields: readonly FormField[], answers: JsonObject): JsonObject {
  return Object.fromEntries(fields.map((formField) => [formField.name, answerTo(formField, answers) ?? null]));
}

export function formShape(fields: readonly FormField[]): Shape {
  const shapes = Object.fromEntries(fields.map((formField) => [formField.name, shapeOfKind(formField.kind)]));
  return objectShape(shapes);
}

export const fileShape: Shape = objectShape({
  $file: textShape,
  name: textShape,
  mediaType: textShape,
  bytes: numberShape,
});

function answerTo(formField: FormField, answers: JsonObject): Json | undefined {
  return Object.hasOwn(answers, formField.name) ? answers[formField.name] : undefined;
}

function issueOf(formField: FormField, answer: Json | undefined): readonly FormIssue[] {
  const title = formField.label || formField.name;
  if (answer === undefined || answer === null || answer === "") {
    return formField.required ? [{ field: formField.name, message: `Fill in “${title}”.` }] : [];
  }
  const wanted = wantedOf(formField, answer);
  return wanted === null ? [] : [{ field: formField.name, message: `“${title}” must be ${wanted}.` }];
}

function wantedOf(formField: FormField, answer: Json): string | null {
  switch (formField.kind) {
    case "text":
    case "long-text":
      return typeof answer === "string" ? null : "text";
    case "number":
      return typeof answer === "number" ? null : "a number";
    case "toggle":
      return typeof answer === "boolean" ? null : "yes or no";
    case "date":
      return typeof answer === "string" && /^\d{4}-\d\d-\d\d$/.test(answer) ? null : "a date such as 2027-01-31";
    case "choice": {
      const choices = choicesOf(formField);
      return typeof answer === "string" && choices.includes(answer) ? null : `one of ${choices.join(", ")}`;
    }
    case "file":
      return isFileRef(answer) ? null : "a file";
  }
}

function shapeOfKind(kind: FormFieldKind): Shape {
  if (kind === "number") return numberShape;
  if (kind === "toggle") return boolShape;
  return kind === "file" ? fileShape : textShape;
}
