"use client";
import { useState } from "react";
import { Input } from "#components/ui/input.tsx";
import { useFieldSurroundings } from "../field-surroundings.tsx";
import type { ControlProps } from "./control.ts";

/** A number; what is not one yet stays in the box until it is, and the last good one is kept. */
export function NumberControl({ spec, id, label, describedBy, raw, onChange, isInvalid }: ControlProps) {
  const { isReadOnly } = useFieldSurroundings();
  const [draft, setDraft] = useState<string | null>(null);
  const shown = draft ?? (typeof raw === "number" ? String(raw) : "");
  const { min, max, whole } = spec.bounds;
  return (
    <Input
      id={id}
      type="number"
      aria-label={label}
      aria-describedby={describedBy}
      aria-invalid={isInvalid || undefined}
      value={shown}
      min={min}
      max={max}
      step={whole ? 1 : "any"}
      readOnly={isReadOnly}
      placeholder={spec.meta.placeholder}
      className="tabular-nums"
      onChange={(event) => {
        const { value, valueAsNumber } = event.currentTarget;
        setDraft(value);
        if (Number.isFinite(valueAsNumber)) onChange(valueAsNumber);
        else if (value === "" && spec.nullable) onChange(null);
      }}
      onBlur={() => setDraft(null)}
    />
  );
}
