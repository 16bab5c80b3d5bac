"use client";
import { Select } from "#components/ui/select.tsx";
import { useFieldSurroundings } from "../field-surroundings.tsx";
import { Segmented } from "../segmented.tsx";
import type { ControlProps } from "./control.ts";

/** What fits into one line stands side by side; the rest is a list that drops down. */
const lettersInOneLineMax = 34;

export function ChoiceControl({ spec, id, label, raw, onChange }: ControlProps) {
  const { isReadOnly } = useFieldSurroundings();
  const options = spec.choices.map((value) => ({ value, label: spec.meta.labels?.[value] ?? value }));
  const letters = options.reduce((sum, option) => sum + option.label.length + 2, 0);
  const value = typeof raw === "string" ? raw : "";
  if (options.length <= 4 && letters <= lettersInOneLineMax) {
    return (
      <Segmented id={id} label={label} value={value} options={options} isDisabled={isReadOnly} onChange={onChange} />
    );
  }
  return (
    <Select
      id={id}
      label={label}
      value={value}
      options={options}
      disabled={isReadOnly}
      placeholder={spec.meta.placeholder ?? "Choose"}
      onValueChange={onChange}
    />
  );
}
