"use client";
import { FileUp } from "lucide-react";
import { useId, useState } from "react";
import { Segmented } from "#components/fields/segmented.tsx";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import { Switch } from "#components/ui/switch.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { isFileRef } from "#core/effects/blob.ts";
import { checkForm, choicesOf, type FormField, formFieldSchema } from "#core/forms/form-field.ts";
import { isJsonObject, type Json, type JsonObject } from "#core/json/json.ts";
import type { RunInputProps } from "./run-input-props.ts";
import { uploadFile } from "./upload-file.ts";

/** The form of a manual trigger, as whoever starts the workflow sees it. */
export function FormRunInput({ formId, config, pinned, recalled, onSubmit }: RunInputProps) {
  const fields = formFieldsOf(config.fields);
  const names = new Set(fields.map((field) => field.name));
  const [answers, setAnswers] = useState<JsonObject>(() => startingAnswers(fields, pinned ?? recalled));
  const [isTried, setTried] = useState(false);
  const issues = checkForm(fields, answers);
  const set = (name: string, value: Json) => setAnswers((before) => ({ ...before, [name]: value }));
  return (
    <form
      id={formId}
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (issues.length === 0) onSubmit(answers, answers);
        else focusFirst(event.currentTarget, issues[0]?.field);
      }}
    >
      {fields.length === 0 && (
        <p className="text-sm text-muted">
          This form has no fields yet. Add some in the settings of the trigger, or run it as it is.
        </p>
      )}
      {fields.map((field) => (
        <FormRow
          key={field.name}
          field={field}
          answer={answers[field.name]}
          issue={isTried ? issues.find((issue) => issue.field === field.name)?.message : undefined}
          onAnswer={(value) => set(field.name, value)}
        />
      ))}
      {isTried && issues.some((issue) => !names.has(issue.field)) && (
        <p role="alert" className="text-sm text-failed">
          {issues.find((issue) => !names.has(issue.field))?.message}
        </p>
      )}
    </form>
  );
}

/** Takes whoever submits to the first field that is not right yet. */
function focusFirst(form: HTMLFormElement, name: string | undefined): void {
  const field = name && form.querySelector(`[data-form-field="${CSS.escape(name)}"]`);
  if (field) field.querySelector<HTMLElement>("input, textarea, button")?.focus();
}

/** The fields that are complete enough to be asked for. */
function formFieldsOf(raw: Json | undefined): readonly FormField[] {
  if (!Array.isArray(raw)) return [];
  return (raw as readonly Json[]).flatMap((row) => {
    const parsed = formFieldSchema.safeParse(row);
    return parsed.success ? [parsed.data] : [];
  });
}

function startingAnswers(fields: readonly FormField[], recalled: Json | undefined): JsonObject {
  const before = isJsonObject(recalled) ? recalled : {};
  return Object.fromEntries(
    fields.map((field) => [
      field.name,
      (Object.hasOwn(before, field.name) ? before[field.name] : undefined) ?? (field.kind === "toggle" ? false : ""),
    ]),
  );
}

type RowProps = {
  field: FormField;
  answer: Json | undefined;
  issue: string | undefined;
  onAnswer: (value: Json) => void;
};

function FormRow({ field, answer, issue, onAnswer }: RowProps) {
  const id = useId();
  const isInline = field.kind === "toggle";
  return (
    <div data-form-field={field.name} className={isInline ? "flex items-center justify-between gap-3" : undefined}>
      <label htmlFor={id} className={isInline ? "text-sm font-medium" : "mb-1 block text-sm font-medium"}>
        {field.label || field.name}
        {field.required && (
          <span className="ml-0.5 text-failed">
            <span aria-hidden>*</span>
            <span className="sr-only"> (required)</span>
          </span>
        )}
      </label>
      <FormControl id={id} field={field} answer={answer} isInvalid={issue !== undefined} onAnswer={onAnswer} />
      {issue && (
        <p role="alert" className="mt-1 text-xs text-failed">
          {issue}
        </p>
      )}
    </div>
  );
}

type ControlProps = {
  id: string;
  field: FormField;
  answer: Json | undefined;
  isInvalid: boolean;
  onAnswer: (value: Json) => void;
};

function FormControl({ id, field, answer, isInvalid, onAnswer }: ControlProps) {
  const text = typeof answer === "string" || typeof answer === "number" ? String(answer) : "";
  const shared = { id, "aria-invalid": isInvalid || undefined };
  switch (field.kind) {
    case "text":
      return <Input {...shared} value={text} onChange={(event) => onAnswer(event.currentTarget.value)} />;
    case "long-text":
      return <Textarea {...shared} rows={4} value={text} onChange={(event) => onAnswer(event.currentTarget.value)} />;
    case "number":
      return (
        <Input
          {...shared}
          type="number"
          step="any"
          value={text}
          onChange={({ currentTarget: { value, valueAsNumber } }) =>
            onAnswer(Number.isNaN(valueAsNumber) ? value : valueAsNumber)
          }
        />
      );
    case "date":
      return <Input {...shared} type="date" value={text} onChange={(event) => onAnswer(event.currentTarget.value)} />;
    case "toggle":
      return <Switch id={id} checked={answer === true} onCheckedChange={onAnswer} />;
    case "choice": {
      const options = choicesOf(field).map((choice) => ({ value: choice, label: choice }));
      if (options.length > 0 && options.length <= 3) {
        return (
          <Segmented id={id} label={field.label || field.name} value={text} options={options} onChange={onAnswer} />
        );
      }
      return <Select id={id} value={text} options={options} placeholder="Choose" onValueChange={onAnswer} />;
    }
    case "file":
      return <FileControl id={id} answer={answer} onAnswer={onAnswer} />;
  }
}

type Upload = { kind: "idle" } | { kind: "sending"; name: string } | { kind: "refused"; message: string };

/** A file is sent as soon as it is chosen or dropped; the run gets only its reference. */
function FileControl({
  id,
  answer,
  onAnswer,
}: {
  id: string;
  answer: Json | undefined;
  onAnswer: (value: Json) => void;
}) {
  const [upload, setUpload] = useState<Upload>({ kind: "idle" });
  const send = async (file: File | undefined) => {
    if (!file) return;
    setUpload({ kind: "sending", name: file.name });
    try {
      onAnswer(await uploadFile(file));
      setUpload({ kind: "idle" });
    } catch (error) {
      setUpload({ kind: "refused", message: error instanceof Error ? error.message : "The file could not be sent." });
    }
  };
  const chosen = isJsonObject(answer) && isFileRef(answer) ? answer : null;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a place to drop a file; choosing one works with the keyboard
    <div
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        void send(event.dataTransfer.files[0]);
      }}
      className="relative flex items-center gap-3 rounded-lg border border-dashed border-line-strong px-3 py-2.5 text-sm focus-within:border-accent hover:bg-hover"
    >
      <FileUp aria-hidden className="size-4 shrink-0 text-faint" />
      <span className="min-w-0 flex-1 truncate">
        {upload.kind === "sending" ? (
          <span className="flex items-center gap-2">
            <Spinner label="Sending" /> {upload.name}
          </span>
        ) : chosen ? (
          <>
            {String(chosen.name)} <span className="text-xs text-faint tabular-nums">{sizeOf(chosen.bytes)}</span>
          </>
        ) : (
          <span className="text-muted">Choose a file, or drop one here</span>
        )}
        {upload.kind === "refused" && <span className="block text-xs text-failed">{upload.message}</span>}
      </span>
      {chosen && (
        <Button size="sm" variant="ghost" className="relative z-10" onClick={() => onAnswer("")}>
          Remove
        </Button>
      )}
      <input
        id={id}
        type="file"
        className="absolute inset-0 cursor-pointer opacity-0"
        onChange={(event) => void send(event.currentTarget.files?.[0])}
      />
    </div>
  );
}

function sizeOf(bytes: Json | undefined): string {
  if (typeof bytes !== "number") return "";
  return bytes < 1_024
    ? `${bytes} B`
    : bytes < 1_048_576
      ? `${(bytes / 1_024).toFixed(1)} kB`
      : `${(bytes / 1_048_576).toFixed(1)} MB`;
}
