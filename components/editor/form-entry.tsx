import { useEffect, useState } from "react";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import { Switch } from "#components/ui/switch.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { checkForm, choicesOf, type FormField } from "#core/forms/form-field.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { uploadFile } from "./upload-file.ts";

type Props = { fields: readonly FormField[]; onChange: (input: Json | null) => void };

/** The trigger's form, filled in. It can be sent once every field holds what it must. */
export function FormEntry({ fields, onChange }: Props) {
  const [answers, setAnswers] = useState<JsonObject>({});
  useEffect(() => {
    onChange(checkForm(fields, answers).length === 0 ? answers : null);
  }, [fields, answers, onChange]);
  const set = (name: string, value: Json | undefined) =>
    setAnswers((before) => {
      const { [name]: _old, ...rest } = before;
      return value === undefined ? rest : { ...rest, [name]: value };
    });
  return (
    <div className="flex flex-col gap-4">
      {fields.map((field) => (
        <div key={field.name} className="flex flex-col gap-1">
          <label htmlFor={`run-${field.name}`} className="text-sm font-medium">
            {field.label || field.name}
            {!field.required && <span className="font-normal text-faint"> (optional)</span>}
          </label>
          <Entry field={field} value={answers[field.name]} set={(value) => set(field.name, value)} />
        </div>
      ))}
    </div>
  );
}

type EntryProps = { field: FormField; value: Json | undefined; set: (value: Json | undefined) => void };

function Entry({ field, value, set }: EntryProps) {
  const id = `run-${field.name}`;
  const text = typeof value === "string" ? value : "";
  const setText = (next: string) => set(next === "" ? undefined : next);
  switch (field.kind) {
    case "long-text":
      return <Textarea id={id} rows={4} value={text} onChange={(event) => setText(event.currentTarget.value)} />;
    case "number":
      return (
        <Input
          id={id}
          type="number"
          step="any"
          onChange={(event) =>
            set(Number.isNaN(event.currentTarget.valueAsNumber) ? undefined : event.currentTarget.valueAsNumber)
          }
        />
      );
    case "toggle":
      return <Switch id={id} checked={value === true} onCheckedChange={set} />;
    case "date":
      return <Input id={id} type="date" value={text} onChange={(event) => setText(event.currentTarget.value)} />;
    case "choice":
      return (
        <Select
          id={id}
          value={text}
          options={choicesOf(field).map((choice) => ({ value: choice, label: choice }))}
          onValueChange={setText}
        />
      );
    case "file":
      return <FileEntry id={id} set={set} />;
    default:
      return <Input id={id} value={text} onChange={(event) => setText(event.currentTarget.value)} />;
  }
}

function FileEntry({ id, set }: { id: string; set: (value: Json | undefined) => void }) {
  const [state, setState] = useState<{ busy: boolean; fault: string | null }>({ busy: false, fault: null });
  const upload = async (file: File | undefined) => {
    set(undefined);
    if (!file) return;
    setState({ busy: true, fault: null });
    const sent = await uploadFile(file);
    setState({ busy: false, fault: sent.ok ? null : sent.message });
    if (sent.ok) set(sent.file);
  };
  return (
    <div className="flex items-center gap-2">
      <input
        id={id}
        type="file"
        onChange={(event) => void upload(event.currentTarget.files?.[0])}
        className="text-sm file:mr-3 file:h-8 file:rounded-md file:border file:border-line-strong file:bg-surface file:px-3 file:text-sm file:font-medium file:text-ink"
      />
      {state.busy && <Spinner label="Uploading" />}
      {state.fault && <p className="text-sm text-failed">{state.fault}</p>}
    </div>
  );
}
